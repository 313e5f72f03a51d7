package dev.millrace.bson.edit;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.bson.types.Decimal128;

/** Values as the text that people would write for them. */
public final class ValueText {

    /** Doubles up to here have no more digits than a long can show exactly. */
    private static final double EXACT = 1e15;

    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private ValueText() {}

    /**
     * Strings as they are, numbers in digits (a double without a fraction has no point), dates in ISO 8601 and UTC,
     * ObjectIds in hex, UUIDs as usual and other binary data in Base64, nothing for null; rare types as canonical Extended
     * JSON.
     */
    public static String of(BsonValue value) {
        return switch (value) {
            case BsonString text -> text.getValue();
            case BsonSymbol symbol -> symbol.getSymbol();
            case BsonJavaScript code -> code.getCode();
            case BsonInt32 number -> Integer.toString(number.getValue());
            case BsonInt64 number -> Long.toString(number.getValue());
            case BsonDouble number -> of(number.getValue());
            case BsonDecimal128 number -> number.getValue().toString();
            case BsonBoolean bool -> Boolean.toString(bool.getValue());
            case BsonDateTime date -> Instant.ofEpochMilli(date.getValue()).toString();
            case BsonObjectId id -> id.getValue().toHexString();
            case BsonBinary binary -> of(binary);
            case BsonNull _, BsonUndefined _ -> "";
            default -> new BsonDocument("value", value).toJson(CANONICAL);
        };
    }

    /** As {@link #of(BsonValue)}, but the same for numbers that are equal, whatever their types: `1.50`, `1.5` → `1.5`. */
    public static String canonical(BsonValue value) {
        return switch (value) {
            case BsonDouble number
            when Double.isFinite(number.getValue()) -> plain(new BigDecimal(Double.toString(number.getValue())));
            case BsonDecimal128 number when number.getValue().isFinite() -> plain(number.getValue());
            default -> of(value);
        };
    }

    private static String plain(Decimal128 number) {
        // Minus zero is no BigDecimal.
        return number.isNegative() && number.toString().matches("-0(E.*|\\.0*)?")
                ? "0"
                : plain(number.bigDecimalValue());
    }

    private static String plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return Math.abs(stripped.scale()) > 40 ? stripped.toString() : stripped.toPlainString();
    }

    private static String of(double number) {
        return number == Math.rint(number) && Math.abs(number) < EXACT
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private static String of(BsonBinary binary) {
        return binary.getType() == BsonBinarySubType.UUID_STANDARD.getValue() && binary.getData().length == 16
                ? binary.asUuid().toString()
                : Base64.getEncoder().encodeToString(binary.getData());
    }
}
