package dev.millrace.schema.migration;

import dev.millrace.bson.edit.ValueText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Makes a value of another type. Nothing is rounded or cut: what does not fit cannot be converted. */
public enum Conversion {
    STRING,
    INT,
    LONG,
    DOUBLE,
    DECIMAL,
    BOOL,
    DATE,
    OBJECT_ID;

    /** The words by which conversions are chosen: `string`, `int`, …, `object_id`. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Conversion::word).toList();
    }

    public static Conversion of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value in this type, null staying null; null (of Java) where there is no such value. */
    public @Nullable BsonValue convert(BsonValue value) {
        if (value instanceof BsonNull || value instanceof BsonUndefined) {
            return value;
        }
        try {
            return switch (this) {
                case STRING -> value instanceof BsonString ? value : new BsonString(ValueText.of(value));
                case INT ->
                    value instanceof BsonInt32
                            ? value
                            : new BsonInt32(number(value).intValueExact());
                case LONG ->
                    value instanceof BsonInt64
                            ? value
                            : new BsonInt64(number(value).longValueExact());
                case DOUBLE -> value instanceof BsonDouble ? value : new BsonDouble(real(value));
                case DECIMAL ->
                    value instanceof BsonDecimal128 ? value : new BsonDecimal128(new Decimal128(number(value)));
                case BOOL -> value instanceof BsonBoolean ? value : truth(value);
                case DATE -> value instanceof BsonDateTime ? value : new BsonDateTime(millis(value));
                case OBJECT_ID ->
                    value instanceof BsonObjectId ? value : new BsonObjectId(new ObjectId(ValueText.of(value)));
            };
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    private static BigDecimal number(BsonValue value) {
        return switch (value) {
            case BsonInt32 number -> BigDecimal.valueOf(number.getValue());
            case BsonInt64 number -> BigDecimal.valueOf(number.getValue());
            case BsonDouble number -> new BigDecimal(Double.toString(number.getValue()));
            case BsonDecimal128 number -> number.getValue().bigDecimalValue();
            case BsonDateTime date -> BigDecimal.valueOf(date.getValue());
            case BsonBoolean bool -> bool.getValue() ? BigDecimal.ONE : BigDecimal.ZERO;
            case BsonString text -> number(text.getValue().strip());
            default -> throw new IllegalArgumentException("no number");
        };
    }

    /** A text whose exponent would fill the memory is no number. */
    private static BigDecimal number(String text) {
        BigDecimal number = new BigDecimal(text);
        if (Math.abs((long) number.scale()) > 6200) {
            throw new ArithmeticException("out of every type's range");
        }
        return number;
    }

    private static double real(BsonValue value) {
        if (value instanceof BsonDecimal128 decimal) {
            return decimal.getValue().doubleValue();
        }
        BigDecimal number = number(value);
        double real = number.doubleValue();
        // A long of more than 53 bits would be another number; a decimal fraction never is exact.
        boolean whole = value instanceof BsonInt64;
        if (Double.isInfinite(real) || (whole && new BigDecimal(real).compareTo(number) != 0)) {
            throw new ArithmeticException("not exact");
        }
        return real;
    }

    private static BsonBoolean truth(BsonValue value) {
        return switch (ValueText.canonical(value).strip().toLowerCase(Locale.ROOT)) {
            case "true", "1" -> BsonBoolean.TRUE;
            case "false", "0" -> BsonBoolean.FALSE;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static long millis(BsonValue value) {
        return switch (value) {
            case BsonObjectId id -> id.getValue().getTimestamp() * 1000L;
            case BsonTimestamp time -> (time.getTime() & 0xFFFFFFFFL) * 1000;
            case BsonString text -> instant(text.getValue().strip()).toEpochMilli();
            case BsonBoolean _ -> throw new IllegalArgumentException("no date");
            default -> number(value).longValueExact();
        };
    }

    /** A date and time with its offset from UTC, or without (then it is in UTC), or a day. */
    private static Instant instant(String text) {
        if (text.length() <= 10) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        String iso = text.replace(' ', 'T');
        boolean hasOffset = iso.endsWith("Z") || iso.indexOf('+') > 0 || iso.lastIndexOf('-') > iso.indexOf('T');
        return hasOffset
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }
}
