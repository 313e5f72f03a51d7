package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Keeps or drops fields. Whole top-level fields are copied as bytes, so nothing is re-encoded. */
final class Projection {
    private final Map<String, Projection> fields = new HashMap<>();
    private final boolean root;
    private final boolean inclusion;
    private final boolean keepsId;

    private Projection(boolean root, boolean inclusion, boolean keepsId) {
        this.root = root;
        this.inclusion = inclusion;
        this.keepsId = keepsId;
    }

    /** The projection, or null where it keeps everything. */
    static @Nullable Projection of(BsonDocument specification) {
        if (specification.isEmpty()) {
            return null;
        }
        @Nullable Boolean inclusion = null;
        for (Map.Entry<String, BsonValue> field : specification.entrySet()) {
            BsonValue value = field.getValue();
            if (!value.isBoolean() && !value.isNumber()) {
                throw ErrorCode.BAD_VALUE.failure(
                        "Unsupported projection option: " + field.getKey() + ": " + ShellText.of(value));
            }
            if (!field.getKey().equals("_id")) {
                boolean keep = Expression.isTrue(value);
                if (inclusion != null && inclusion != keep) {
                    throw ErrorCode.BAD_VALUE.failure("Projection cannot have a mix of inclusion and exclusion.");
                }
                inclusion = keep;
            }
        }
        @Nullable BsonValue id = specification.get("_id");
        boolean keepsId = id == null || Expression.isTrue(id);
        Projection root = new Projection(true, inclusion == null ? keepsId : inclusion, keepsId);
        specification.keySet().stream().filter(name -> !name.equals("_id")).forEach(root::add);
        return root;
    }

    private void add(String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            fields.put(path, new Projection(false, inclusion, true));
        } else {
            fields.computeIfAbsent(path.substring(0, dot), name -> new Projection(false, inclusion, true))
                    .add(path.substring(dot + 1));
        }
    }

    byte[] apply(byte[] document) {
        List<byte[]> runs = new ArrayList<>();
        for (RawElement element : RawElement.of(document)) {
            @Nullable Projection inner = fields.get(element.name());
            if (root && element.name().equals("_id")) {
                if (keepsId) {
                    runs.add(element.bytes());
                }
            } else if (inner != null && !inner.fields.isEmpty()) {
                BsonDocument one = RawBson.decode(RawBson.document(element.bytes()));
                @Nullable BsonValue part = inner.inside(one.get(element.name()));
                if (part != null) {
                    runs.add(RawBson.elements(RawBson.encode(new BsonDocument(element.name(), part))));
                }
            } else if ((inner != null) == inclusion) {
                runs.add(element.bytes());
            }
        }
        return RawBson.document(runs.toArray(byte[][]::new));
    }

    private @Nullable BsonValue inside(BsonValue value) {
        if (value.isArray()) {
            BsonArray kept = new BsonArray();
            for (BsonValue element : value.asArray()) {
                BsonValue part = inside(element);
                if (part != null) {
                    kept.add(part);
                }
            }
            return kept;
        }
        return value.isDocument()
                ? RawBson.decode(apply(RawBson.encode(value.asDocument())))
                : inclusion ? null : value;
    }
}
