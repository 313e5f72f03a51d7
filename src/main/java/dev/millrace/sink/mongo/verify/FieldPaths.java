package dev.millrace.sink.mongo.verify;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.ExtendedJson;
import dev.millrace.bson.JsonBuffer;
import dev.millrace.bson.JsonMode;
import dev.millrace.bson.TypeByte;
import dev.millrace.sink.verify.DifferingPlaces;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.RawBsonDocument;

/** Names the fields in which two documents differ, by their paths; their values only where asked to. Used once. */
final class FieldPaths {

    private final DifferingPlaces places;

    FieldPaths(boolean values) {
        places = new DifferingPlaces(values, "the target");
    }

    /** A sentence such as `differs in state, lines.2.quantity`. */
    String between(RawBsonDocument source, RawBsonDocument target) {
        compare("", whole(source), whole(target));
        return places.text();
    }

    private void compare(String path, Field source, Field target) {
        Map<String, Field> here = source.fields();
        Map<String, Field> there = target.fields();
        here.forEach((name, field) -> {
            Field other = there.get(name);
            if (other == null) {
                places.add(path + name + " (missing in the target)");
            } else if (!field.isSame(other)) {
                differs(path + name, field, other);
            }
        });
        there.keySet().stream()
                .filter(name -> !here.containsKey(name))
                .forEach(name -> places.add(path + name + " (not in the source)"));
        if (here.keySet().equals(there.keySet()) && !List.copyOf(here.keySet()).equals(List.copyOf(there.keySet()))) {
            places.add(path.isEmpty() ? "the order of its fields" : "the order of fields in " + parent(path));
        }
    }

    private void differs(String path, Field source, Field target) {
        if (source.type == target.type && source.hasFields()) {
            compare(path + ".", source, target);
        } else {
            places.add(path, source::text, target::text);
        }
    }

    private static String parent(String path) {
        return path.substring(0, path.length() - 1);
    }

    private static Field whole(RawBsonDocument document) {
        ByteBuffer bytes = document.getByteBuffer().asNIO();
        return new Field(TypeByte.DOCUMENT, bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    /** A value where it stands in its document. */
    private static final class Field {

        private final byte type;
        private final byte[] bytes;
        private final int offset;
        private final int length;

        Field(byte type, byte[] bytes, int offset, int length) {
            this.type = type;
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
        }

        boolean hasFields() {
            return type == TypeByte.DOCUMENT || type == TypeByte.ARRAY;
        }

        boolean isSame(Field other) {
            return type == other.type
                    && Arrays.equals(
                            bytes, offset, offset + length, other.bytes, other.offset, other.offset + other.length);
        }

        /** In their order; a name that comes again has its number behind it. */
        Map<String, Field> fields() {
            Map<String, Field> fields = new LinkedHashMap<>();
            BsonCursor cursor = new BsonCursor();
            cursor.openValue(type, bytes, offset, length);
            cursor.enter();
            while (cursor.next()) {
                String name = new String(bytes, cursor.nameOffset(), cursor.nameLength(), StandardCharsets.UTF_8);
                String key = name;
                for (int again = 2; fields.containsKey(key); again++) {
                    key = name + " (" + again + ")";
                }
                fields.put(key, new Field(cursor.type(), bytes, cursor.valueOffset(), cursor.valueLength()));
            }
            return fields;
        }

        String text() {
            JsonBuffer json = new JsonBuffer(64);
            new ExtendedJson(JsonMode.CANONICAL).writeValue(type, bytes, offset, length, json);
            return json.toString();
        }
    }
}
