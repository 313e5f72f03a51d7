package dev.millrace.source.generated.inference;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/** What was seen of one field in a sample: its values by type, and below it its fields or elements. */
final class FieldProfile {

    final Map<BsonType, Long> types = new EnumMap<>(BsonType.class);
    final Map<BsonType, NumberProfile> numbers = new EnumMap<>(BsonType.class);
    final Map<BsonType, ValueCounts<Long>> integers = new EnumMap<>(BsonType.class);
    final Map<String, FieldProfile> fields = new LinkedHashMap<>();
    final TextProfile texts = new TextProfile();
    final NumberProfile binaryLengths = new NumberProfile();
    final NumberProfile arrayLengths = new NumberProfile();
    boolean uuidsOnly = true;
    boolean wholeDays = true;
    long trues;
    private FieldProfile elements = this;

    private static final long DAY = 86_400_000;

    /** @param number of the document in the sample */
    void see(BsonValue value, long number) {
        BsonType type = value.getBsonType();
        types.merge(type, 1L, Long::sum);
        switch (type) {
            case INT32 -> integer(type, value.asInt32().getValue(), number);
            case INT64 -> integer(type, value.asInt64().getValue(), number);
            case DOUBLE -> {
                double floating = value.asDouble().getValue();
                if (Double.isFinite(floating)) {
                    number(type, BigDecimal.valueOf(floating));
                }
            }
            case DECIMAL128 -> {
                Decimal128 decimal = value.asDecimal128().getValue();
                if (decimal.isFinite()) {
                    // There is no negative zero as a BigDecimal.
                    number(type, decimal.doubleValue() == 0 ? BigDecimal.ZERO : decimal.bigDecimalValue());
                }
            }
            case DATE_TIME -> {
                long moment = value.asDateTime().getValue();
                wholeDays &= moment % DAY == 0;
                number(type, BigDecimal.valueOf(moment));
            }
            case OBJECT_ID ->
                number(
                        type,
                        BigDecimal.valueOf(1000L * value.asObjectId().getValue().getTimestamp()));
            case STRING -> texts.see(value.asString().getValue(), number);
            case BOOLEAN -> trues += value.asBoolean().getValue() ? 1 : 0;
            case BINARY -> binary(value.asBinary());
            case DOCUMENT -> document(value.asDocument(), number);
            case ARRAY -> {
                arrayLengths.see(BigDecimal.valueOf(value.asArray().size()));
                value.asArray().forEach(element -> elements().see(element, number));
            }
            default -> {
                // Its type is noted above; such a field is left out.
            }
        }
    }

    void document(BsonDocument document, long number) {
        document.forEach((name, value) ->
                fields.computeIfAbsent(name, ignored -> new FieldProfile()).see(value, number));
    }

    long count() {
        return types.values().stream().mapToLong(Long::longValue).sum();
    }

    long count(BsonType type) {
        return types.getOrDefault(type, 0L);
    }

    /** What the elements of its arrays are like. */
    FieldProfile elements() {
        if (elements == this) {
            elements = new FieldProfile();
        }
        return elements;
    }

    private void integer(BsonType type, long value, long document) {
        integers.computeIfAbsent(type, ignored -> new ValueCounts<>()).see(value, document);
        number(type, BigDecimal.valueOf(value));
    }

    private void number(BsonType type, BigDecimal value) {
        numbers.computeIfAbsent(type, ignored -> new NumberProfile()).see(value);
    }

    private void binary(BsonBinary value) {
        uuidsOnly &= value.getType() == 4 && value.getData().length == 16;
        binaryLengths.see(BigDecimal.valueOf(value.getData().length));
    }
}
