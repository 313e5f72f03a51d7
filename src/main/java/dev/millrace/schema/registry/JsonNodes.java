package dev.millrace.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.LittleEndian;
import dev.millrace.bson.TypeByte;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.bson.RawBsonDocument;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/**
 * Documents as JSON that a person would write, straight from the bytes: schemas are written for this form.
 *
 * <p>string, symbol and code: string · int32, int64: integer · double, decimal128: number (strings `NaN`, `Infinity`,
 * `-Infinity`) · boolean · date: string in ISO 8601, UTC (`date-time`) · ObjectId: string of 24 hex digits · UUID: string
 * (`uuid`) · other binary data: string in Base64 · null, undefined: null · timestamp: `{"t": …, "i": …}` · regular
 * expression: string, its pattern · minKey, maxKey, DBPointer: strings of their names. Of two fields with the same name the last counts.
 */
final class JsonNodes {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final byte UUID_SUBTYPE = 4;

    private final BsonCursor cursor = new BsonCursor();

    static JsonNode of(RawBsonDocument document) {
        ByteBuffer bytes = document.getByteBuffer().asNIO();
        JsonNodes nodes = new JsonNodes();
        nodes.cursor.open(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        return nodes.object();
    }

    private ObjectNode object() {
        ObjectNode object = NODES.objectNode();
        while (cursor.next()) {
            String name = text(cursor.nameOffset(), cursor.nameLength());
            object.set(name, value());
        }
        return object;
    }

    private ArrayNode array() {
        ArrayNode array = NODES.arrayNode();
        while (cursor.next()) {
            array.add(value());
        }
        return array;
    }

    private JsonNode value() {
        return switch (cursor.type()) {
            case TypeByte.STRING, TypeByte.SYMBOL, TypeByte.CODE ->
                NODES.textNode(text(cursor.textOffset(), cursor.textLength()));
            case TypeByte.INT32 -> NODES.numberNode(cursor.int32());
            case TypeByte.INT64 -> integer(cursor.int64());
            case TypeByte.DOUBLE -> number(cursor.float64());
            case TypeByte.BOOLEAN -> NODES.booleanNode(cursor.bool());
            case TypeByte.DATE ->
                NODES.textNode(Instant.ofEpochMilli(cursor.int64()).toString());
            case TypeByte.NULL, TypeByte.UNDEFINED -> NODES.nullNode();
            case TypeByte.DOCUMENT -> {
                cursor.enter();
                ObjectNode object = object();
                cursor.leave();
                yield object;
            }
            case TypeByte.ARRAY -> {
                cursor.enter();
                ArrayNode array = array();
                cursor.leave();
                yield array;
            }
            case TypeByte.OBJECT_ID -> NODES.textNode(objectId());
            case TypeByte.DECIMAL128 -> decimal();
            case TypeByte.BINARY -> NODES.textNode(binary());
            default -> rare();
        };
    }

    private JsonNode rare() {
        return switch (cursor.type()) {
            case TypeByte.TIMESTAMP ->
                NODES.objectNode()
                        .<ObjectNode>set("t", integer(cursor.int64() >>> 32))
                        .set("i", integer(cursor.int64() & 0xFFFFFFFFL));
            case TypeByte.REGEX -> NODES.textNode(pattern());
            case TypeByte.CODE_WITH_SCOPE -> {
                // The length of the whole stands in front of the code and its own length.
                int length = LittleEndian.int32(cursor.bytes(), cursor.valueOffset() + 4);
                yield NODES.textNode(text(cursor.valueOffset() + 8, length - 1));
            }
            case TypeByte.MIN_KEY -> NODES.textNode("MinKey");
            case TypeByte.MAX_KEY -> NODES.textNode("MaxKey");
            default -> NODES.textNode("DBPointer");
        };
    }

    private String text(int offset, int length) {
        return new String(cursor.bytes(), offset, length, StandardCharsets.UTF_8);
    }

    /** Small ones as they are read from a schema: Jackson finds an int and a long of the same value different. */
    private static JsonNode integer(long number) {
        return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
    }

    private static JsonNode number(double number) {
        return Double.isFinite(number) ? NODES.numberNode(number) : NODES.textNode(Double.toString(number));
    }

    private JsonNode decimal() {
        Decimal128 number = Decimal128.fromIEEE754BIDEncoding(
                LittleEndian.int64(cursor.bytes(), cursor.valueOffset() + 8), cursor.int64());
        if (!number.isFinite()) {
            return NODES.textNode(number.toString());
        }
        try {
            return NODES.numberNode(number.bigDecimalValue());
        } catch (ArithmeticException e) {
            // Minus zero, which a BigDecimal cannot be.
            return NODES.numberNode(BigDecimal.ZERO);
        }
    }

    private String objectId() {
        return new ObjectId(Arrays.copyOfRange(
                        cursor.bytes(), cursor.valueOffset(), cursor.valueOffset() + cursor.valueLength()))
                .toHexString();
    }

    private String binary() {
        ByteBuffer data = ByteBuffer.wrap(cursor.bytes(), cursor.binaryOffset(), cursor.binaryLength());
        if (cursor.binarySubtype() == UUID_SUBTYPE && data.remaining() == 16) {
            return new UUID(data.getLong(), data.getLong()).toString();
        }
        return StandardCharsets.ISO_8859_1
                .decode(Base64.getEncoder().encode(data))
                .toString();
    }

    private String pattern() {
        int end = cursor.valueOffset();
        while (cursor.bytes()[end] != 0) {
            end++;
        }
        return text(cursor.valueOffset(), end - cursor.valueOffset());
    }
}
