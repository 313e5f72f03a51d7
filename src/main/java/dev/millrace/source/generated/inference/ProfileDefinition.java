package dev.millrace.source.generated.inference;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonType;
import org.jspecify.annotations.Nullable;

/** Turns profiles into the fields of a definition, and remembers what people should know of it. */
final class ProfileDefinition {

    private static final int MANY_NAMES = 50;
    private static final double RARE = 0.05;

    /** Levels of documents and arrays; what is deeper is left out. */
    private static final int DEEPEST = 20;

    /** Stands for what a definition cannot make. */
    private static final String CANNOT = "not made by definitions, or nested too deep";

    final List<String> copied = new ArrayList<>();
    final List<String> leftOut = new ArrayList<>();

    /** All fields of documents, `_id` first. */
    Map<String, Object> document(FieldProfile whole, long documents) {
        Map<String, Object> fields = new LinkedHashMap<>();
        FieldProfile id = whole.fields.get("_id");
        fields.put("_id", id(id == null ? new FieldProfile() : id));
        fields(whole, documents, "").forEach(fields::putIfAbsent);
        return fields;
    }

    private Map<String, Object> fields(FieldProfile parent, long documents, String path) {
        Map<String, Object> fields = new LinkedHashMap<>();
        boolean namesAreData = parent.fields.size() > MANY_NAMES;
        parent.fields.forEach((name, profile) -> {
            String place = path.isEmpty() ? name : path + "." + name;
            if (namesAreData && profile.count() < RARE * documents) {
                leftOut.add((path.isEmpty() ? "" : path + ".") + "…: rare names among many, which may be data");
            } else if (name.startsWith("$") || name.isEmpty()) {
                leftOut.add(place + ": its name would be an instruction");
            } else if (!place.equals("_id")) {
                List<Object> made = value(profile, place, missing(profile.count(), documents));
                made.forEach(value -> fields.put(name, value));
            }
        });
        return fields;
    }

    /** One value, or none where the field is left out. */
    private List<Object> value(FieldProfile profile, String path, double missing) {
        long nulls = profile.count(BsonType.NULL);
        Map<Object, Long> alternatives = new LinkedHashMap<>();
        profile.types.forEach((type, count) -> {
            if (type != BsonType.NULL) {
                Object made = value(type, profile, path);
                if (made.equals(CANNOT)) {
                    leftOut.add(path + " (" + type + "): " + CANNOT);
                } else {
                    alternatives.put(made, count);
                }
            }
        });
        if (alternatives.isEmpty()) {
            return nulls == 0 ? List.of() : List.of(modified(null, missing, 0));
        }
        double nullRate = rounded((double) nulls / profile.count());
        if (alternatives.size() == 1) {
            return List.of(modified(alternatives.keySet().iterator().next(), missing, nullRate));
        }
        List<Object> weighted = new ArrayList<>();
        alternatives.forEach((made, count) -> {
            Map<String, Object> alternative = new LinkedHashMap<>();
            alternative.put("weight", count);
            alternative.put("value", made);
            weighted.add(alternative);
        });
        return List.of(modified(Map.of("$oneOf", weighted), missing, nullRate));
    }

    private static Object modified(@Nullable Object made, double missing, double nulls) {
        Map<String, Object> instruction = new LinkedHashMap<>();
        if (made instanceof Map<?, ?> map
                && map.keySet().stream().anyMatch(key -> key.toString().startsWith("$"))) {
            map.forEach((key, value) -> instruction.put(key.toString(), value));
        } else if (made instanceof Map<?, ?>) {
            if (missing == 0 && nulls == 0) {
                return made;
            }
            instruction.put("$document", made);
        } else {
            List<@Nullable Object> constant = new ArrayList<>();
            constant.add(made);
            instruction.put("$pick", constant);
        }
        if (missing > 0) {
            instruction.put("$missing", missing);
        }
        if (nulls > 0) {
            instruction.put("$nulls", nulls);
        }
        return instruction;
    }

    private Object value(BsonType type, FieldProfile profile, String path) {
        return switch (type) {
            case INT32 -> integer("$int", type, profile, path, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> integer("$long", type, profile, path, Long.MIN_VALUE / 4, Long.MAX_VALUE / 4);
            case DOUBLE -> decimal("$double", type, profile);
            case DECIMAL128 -> decimal("$decimal", type, profile);
            case DATE_TIME -> Map.of("$date", days(profile, type, profile.wholeDays));
            case OBJECT_ID -> Map.of("$objectId", days(profile, type, false));
            case BOOLEAN -> Map.of("$bool", rounded((double) profile.trues / profile.count(type)));
            case STRING -> text(profile, path);
            case BINARY ->
                profile.uuidsOnly ? Map.of("$uuid", Map.of()) : Map.of("$binary", profile.binaryLengths.exact());
            case DOCUMENT -> tooDeep(path) ? CANNOT : fields(profile, profile.count(type), path);
            case ARRAY -> tooDeep(path) ? CANNOT : array(profile, path);
            default -> CANNOT;
        };
    }

    private static boolean tooDeep(String path) {
        return path.chars()
                        .filter(character -> character == '.' || character == '[')
                        .count()
                >= DEEPEST;
    }

    private Object array(FieldProfile profile, String path) {
        List<Object> element = value(profile.elements(), path + "[]", 0);
        Map<String, Object> options =
                element.isEmpty() ? new LinkedHashMap<>(Map.of("min", 0, "max", 0)) : profile.arrayLengths.exact();
        options.put("of", element.isEmpty() ? "" : element.getFirst());
        return Map.of("$array", options);
    }

    private Object text(FieldProfile profile, String path) {
        Map<String, Long> common = profile.texts.common();
        if (common.isEmpty()) {
            return profile.texts.instruction();
        }
        copied.add(path + " (" + common.size() + (common.size() == 1 ? " value)" : " values)"));
        return Map.of("$pick", common);
    }

    private Object integer(
            String instruction, BsonType type, FieldProfile profile, String path, long least, long most) {
        ValueCounts<Long> values = profile.integers.get(type);
        NumberProfile numbers = profile.numbers.get(type);
        if (values == null || numbers == null) {
            return CANNOT;
        }
        Map<Long, Long> common = values.common();
        if (common.isEmpty()) {
            return Map.of(instruction, numbers.rounded(least, most));
        }
        copied.add(path + " (" + common.size() + (common.size() == 1 ? " value)" : " values)"));
        List<Object> weighted = new ArrayList<>();
        common.forEach((value, count) -> {
            Map<String, Object> alternative = new LinkedHashMap<>();
            alternative.put("weight", count);
            alternative.put("value", Map.of(instruction, value));
            weighted.add(alternative);
        });
        return Map.of("$oneOf", weighted);
    }

    private static Object decimal(String instruction, BsonType type, FieldProfile profile) {
        NumberProfile numbers = profile.numbers.get(type);
        if (numbers == null) {
            return CANNOT;
        }
        long bound = Long.MAX_VALUE / 4_000_000;
        return Map.of(instruction, numbers.withScale(numbers.rounded(-bound, bound), 2));
    }

    /** Whole days around all moments. */
    private static Map<String, Object> days(FieldProfile profile, BsonType type, boolean wholeDays) {
        NumberProfile moments = profile.numbers.get(type);
        Map<String, Object> exact = moments == null ? Map.of("min", 0L, "max", 0L) : moments.exact();
        Map<String, Object> days = new LinkedHashMap<>();
        days.put("from", day(((Number) exact.getOrDefault("min", 0L)).longValue(), 0));
        days.put("to", day(((Number) exact.getOrDefault("max", 0L)).longValue(), 1));
        if (wholeDays) {
            days.put("precision", "1d");
        }
        return days;
    }

    private static String day(long millis, int later) {
        LocalDate day = Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate last = LocalDate.of(9998, 12, 31);
        LocalDate first = LocalDate.of(1, 1, 1);
        LocalDate inside = day.isAfter(last) ? last : day;
        return (inside.isBefore(first) ? first : inside)
                .plus(later, ChronoUnit.DAYS)
                .toString();
    }

    /** Always another one, whatever it was. */
    private Object id(FieldProfile profile) {
        BsonType type = profile.types.isEmpty()
                ? BsonType.OBJECT_ID
                : profile.types.keySet().iterator().next();
        if (profile.types.size() > 1) {
            leftOut.add("_id: only its type " + type + " is made");
        }
        return switch (type) {
            case INT32 -> Map.of("$int", "index + 1");
            case INT64 -> Map.of("$long", "index + 1");
            case DOUBLE -> Map.of("$double", "index + 1");
            case STRING -> {
                Object made = profile.texts.instruction().get("$text");
                yield Map.of("$text", made != null && made.toString().contains("hex 12") ? made : "id-{index + 1:012}");
            }
            case BINARY -> Map.of("$uuid", Map.of());
            case OBJECT_ID -> Map.of("$objectId", days(profile, type, false));
            default -> {
                leftOut.add("_id: ObjectIds are made instead of its type " + type);
                yield Map.of("$objectId", Map.of("from", "2020-01-01", "to", "2026-01-01"));
            }
        };
    }

    private static double missing(long present, long documents) {
        return documents == 0 ? 0 : rounded(1 - (double) present / documents);
    }

    private static double rounded(double rate) {
        return Math.round(Math.clamp(rate, 0.0, 1.0) * 1000) / 1000.0;
    }
}
