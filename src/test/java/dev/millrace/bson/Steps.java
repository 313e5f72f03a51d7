package dev.millrace.bson;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bson.BsonBinary;
import org.bson.BsonBinaryReader;
import org.bson.BsonDbPointer;
import org.bson.BsonRegularExpression;
import org.bson.BsonType;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** What a walk over a document meets, in order, as one line a step: once by the driver's reader, once by ours. */
final class Steps {

    private Steps() {}

    static List<String> byDriver(byte[] bson) {
        List<String> steps = new ArrayList<>();
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(bson))) {
            reader.readStartDocument();
            byDriver(reader, false, steps);
            reader.readEndDocument();
        }
        return steps;
    }

    private static void byDriver(BsonBinaryReader reader, boolean inArray, List<String> steps) {
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            String name = inArray ? "" : reader.readName();
            BsonType type = reader.getCurrentBsonType();
            steps.add(name + " " + type + " " + value(reader, type, steps));
            switch (type) {
                case DOCUMENT -> {
                    reader.readStartDocument();
                    byDriver(reader, false, steps);
                    reader.readEndDocument();
                }
                case ARRAY -> {
                    reader.readStartArray();
                    byDriver(reader, true, steps);
                    reader.readEndArray();
                }
                case JAVASCRIPT_WITH_SCOPE -> {
                    reader.readStartDocument();
                    byDriver(reader, false, steps);
                    reader.readEndDocument();
                }
                default -> {}
            }
        }
        steps.add("end");
    }

    private static Object value(BsonBinaryReader reader, BsonType type, List<String> steps) {
        return switch (type) {
            case DOUBLE -> Double.doubleToRawLongBits(reader.readDouble());
            case STRING -> reader.readString();
            case BINARY -> hex(reader.readBinaryData());
            case OBJECT_ID -> reader.readObjectId();
            case BOOLEAN -> reader.readBoolean();
            case DATE_TIME -> reader.readDateTime();
            case REGULAR_EXPRESSION -> reader.readRegularExpression();
            case DB_POINTER -> reader.readDBPointer();
            case JAVASCRIPT -> reader.readJavaScript();
            case SYMBOL -> reader.readSymbol();
            case JAVASCRIPT_WITH_SCOPE -> reader.readJavaScriptWithScope();
            case INT32 -> reader.readInt32();
            case TIMESTAMP -> reader.readTimestamp().getValue();
            case INT64 -> reader.readInt64();
            case DECIMAL128 -> hex(reader.readDecimal128());
            case DOCUMENT, ARRAY, END_OF_DOCUMENT -> "";
            case NULL -> {
                reader.readNull();
                yield "";
            }
            case UNDEFINED -> {
                reader.readUndefined();
                yield "";
            }
            case MIN_KEY -> {
                reader.readMinKey();
                yield "";
            }
            case MAX_KEY -> {
                reader.readMaxKey();
                yield "";
            }
        };
    }

    static List<String> byCursor(byte[] bson, BsonCursor cursor) {
        List<String> steps = new ArrayList<>();
        cursor.open(bson, 0, bson.length);
        while (cursor.depth() > 0) {
            if (!cursor.next()) {
                steps.add("end");
                cursor.leave();
                continue;
            }
            String name = cursor.container() == TypeByte.ARRAY
                    ? ""
                    : new String(bson, cursor.nameOffset(), cursor.nameLength(), UTF_8);
            BsonType type = BsonType.findByValue(cursor.type() & 0xFF);
            steps.add(name + " " + type + " " + value(cursor, type));
            if (type == BsonType.DOCUMENT || type == BsonType.ARRAY || type == BsonType.JAVASCRIPT_WITH_SCOPE) {
                cursor.enter();
            }
        }
        return steps;
    }

    private static Object value(BsonCursor cursor, BsonType type) {
        byte[] bson = cursor.bytes();
        int at = cursor.valueOffset();
        return switch (type) {
            case DOUBLE -> Double.doubleToRawLongBits(cursor.float64());
            case STRING, JAVASCRIPT, SYMBOL -> new String(bson, cursor.textOffset(), cursor.textLength(), UTF_8);
            case BINARY -> cursor.binarySubtype() + " " + hex(bson, cursor.binaryOffset(), cursor.binaryLength());
            case OBJECT_ID -> new ObjectId(ByteBuffer.wrap(bson, at, 12));
            case BOOLEAN -> cursor.bool();
            case INT64, DATE_TIME, TIMESTAMP -> cursor.int64();
            case REGULAR_EXPRESSION -> {
                int pattern = CString.length(bson, at, bson.length);
                int options = cursor.valueLength() - pattern - 2;
                yield new BsonRegularExpression(
                        new String(bson, at, pattern, UTF_8), new String(bson, at + pattern + 1, options, UTF_8));
            }
            case DB_POINTER -> {
                int name = LittleEndian.int32(bson, at);
                yield new BsonDbPointer(
                        new String(bson, at + 4, name - 1, UTF_8),
                        new ObjectId(ByteBuffer.wrap(bson, at + 4 + name, 12)));
            }
            case JAVASCRIPT_WITH_SCOPE -> new String(bson, at + 8, LittleEndian.int32(bson, at + 4) - 1, UTF_8);
            case INT32 -> cursor.int32();
            case DECIMAL128 -> hex(bson, at, 16);
            default -> "";
        };
    }

    private static String hex(BsonBinary binary) {
        return binary.getType() + " " + HexFormat.of().formatHex(binary.getData());
    }

    private static String hex(Decimal128 decimal) {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        return HexFormat.of()
                .formatHex(bytes.putLong(decimal.getLow())
                        .putLong(decimal.getHigh())
                        .array());
    }

    private static String hex(byte[] bytes, int offset, int length) {
        return HexFormat.of().formatHex(bytes, offset, offset + length);
    }
}
