package dev.millrace.sink.postgres.copy;

import dev.millrace.bson.TypeByte;
import dev.millrace.schema.BsonBytes;
import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.RebuiltDocument;
import dev.millrace.schema.TableSchema;
import dev.millrace.schema.Value;
import dev.millrace.sink.postgres.table.ColumnPlaces;
import dev.millrace.sink.postgres.table.TableColumns;
import dev.millrace.sink.postgres.table.TableLayout;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bson.BsonBinary;
import org.bson.UuidRepresentation;
import org.bson.types.Decimal128;

/** Reads the rows of all tables of a layout, and makes documents of them again. */
final class RebuiltRows {

    private static final Pattern POINTER =
            Pattern.compile("(\"\\$id\": \\{\"\\$oid\": \"[0-9a-f]{24}\"}), (\"\\$ref\": \"(?:[^\"\\\\]|\\\\.)*\")}");

    private final TableSchema schema;
    private final ColumnPlaces places;
    private final List<List<List<String>>> tables = new ArrayList<>();
    private final List<Integer> keys = new ArrayList<>();

    RebuiltRows(CopiedTables copied, TableLayout layout, TableSchema planned) throws SQLException {
        schema = TableColumns.of(planned);
        places = ColumnPlaces.of(schema);
        for (var table : layout.tables()) {
            tables.add(copied.rows(table));
            keys.add(table.key().size());
        }
    }

    List<Value.Doc> documents() {
        return tables.getFirst().stream().map(this::document).toList();
    }

    private Value.Doc document(List<String> row) {
        RebuiltDocument document = new RebuiltDocument();
        Walk walk = new Walk();
        for (Column column : schema.columns()) {
            Object value = walk.part(column.type(), 0, row);
            if (value != null) {
                document.column(column.field(), value);
            }
        }
        if (row.getLast() != null) {
            document.rest(readable(row.getLast()));
        }
        return document.value();
    }

    /** Goes through scalars and tables in the schema's order. */
    private final class Walk {

        private int scalar;
        private int table;

        /** The value that a row gives, or null where it gives none. */
        private Object part(ColumnType type, int of, List<String> row) {
            return switch (type) {
                case ColumnType.Group group -> container(group.fields(), of, row);
                case ColumnType.ListOf list -> elements(list.element(), of, row);
                case ColumnType.Scalar _, ColumnType.Decimal _, ColumnType.Binary _ -> {
                    String text = row.get(places.scalars().get(scalar++).column());
                    yield text == null ? null : scalar(type, text);
                }
            };
        }

        private Object container(List<Column> fields, int of, List<String> row) {
            Object container = RebuiltDocument.container();
            boolean any = false;
            for (Column field : fields) {
                Object value = part(field.type(), of, row);
                if (value != null) {
                    RebuiltDocument.put(container, field.field(), value);
                    any = true;
                }
            }
            return any ? container : null;
        }

        private Object elements(ColumnType element, int parent, List<String> row) {
            int own = ++table;
            int firstScalar = scalar;
            int key = keys.get(parent);
            List<Object> array = new ArrayList<>();
            for (List<String> child : tables.get(own)) {
                if (child.subList(0, key).equals(row.subList(0, key))) {
                    scalar = firstScalar;
                    table = own;
                    if (Integer.parseInt(child.get(key)) != array.size()) {
                        throw new IllegalStateException("ordinal " + child.get(key) + " is not " + array.size());
                    }
                    Object value = part(element, own, child);
                    array.add(value == null ? Value.NULL : value);
                }
            }
            scalar = firstScalar + element.leaves();
            table = own + lists(element);
            return array.isEmpty() ? null : array;
        }
    }

    private static int lists(ColumnType type) {
        return switch (type) {
            case ColumnType.ListOf(ColumnType element) -> 1 + lists(element);
            case ColumnType.Group(List<Column> fields) ->
                fields.stream().mapToInt(field -> lists(field.type())).sum();
            case ColumnType.Scalar _, ColumnType.Decimal _, ColumnType.Binary _ -> 0;
        };
    }

    private static Value scalar(ColumnType type, String text) {
        return switch (type) {
            case ColumnType.Decimal _ -> decimal(text);
            case ColumnType.Binary(int subtype) ->
                leaf(TypeByte.BINARY, BsonBytes.binary(subtype, HexFormat.of().parseHex(text)));
            case ColumnType.Scalar scalar ->
                switch (scalar) {
                    case DOUBLE ->
                        leaf(TypeByte.DOUBLE, BsonBytes.int64(Double.doubleToRawLongBits(Double.parseDouble(text))));
                    case INT32 -> leaf(TypeByte.INT32, BsonBytes.int32(Integer.parseInt(text)));
                    case INT64 -> leaf(TypeByte.INT64, BsonBytes.int64(Long.parseLong(text)));
                    case BOOL -> leaf(TypeByte.BOOLEAN, new byte[] {(byte) (text.equals("true") ? 1 : 0)});
                    case STRING -> leaf(TypeByte.STRING, BsonBytes.text(text.getBytes(StandardCharsets.UTF_8)));
                    case DECIMAL -> decimal(text);
                    case OBJECT_ID -> leaf(TypeByte.OBJECT_ID, HexFormat.of().parseHex(text));
                    case DATE -> leaf(TypeByte.DATE, BsonBytes.int64(Long.parseLong(text)));
                    case UUID -> {
                        UUID uuid = UUID.fromString(text);
                        byte[] bytes = ByteBuffer.allocate(16)
                                .putLong(uuid.getMostSignificantBits())
                                .putLong(uuid.getLeastSignificantBits())
                                .array();
                        yield leaf(TypeByte.BINARY, BsonBytes.binary(4, bytes));
                    }
                    case UUID_JAVA -> legacy(text, UuidRepresentation.JAVA_LEGACY);
                    case UUID_CSHARP -> legacy(text, UuidRepresentation.C_SHARP_LEGACY);
                    case UUID_PYTHON -> legacy(text, UuidRepresentation.PYTHON_LEGACY);
                    case JSON -> Value.ofJson(readable(text));
                };
            case ColumnType.Group _, ColumnType.ListOf _ -> throw new IllegalArgumentException("not a scalar");
        };
    }

    private static Value legacy(String uuid, UuidRepresentation driver) {
        return leaf(TypeByte.BINARY, BsonBytes.binary(3, new BsonBinary(UUID.fromString(uuid), driver).getData()));
    }

    /** The driver wants $ref in front of $id, while jsonb has an order of its own. */
    private static String readable(String json) {
        return POINTER.matcher(json).replaceAll("$2, $1}");
    }

    private static Value decimal(String text) {
        Decimal128 decimal;
        if (text.equals("NaN") || text.endsWith("Infinity")) {
            decimal = Decimal128.parse(text);
        } else {
            BigDecimal number = new BigDecimal(text);
            decimal = new Decimal128(number.precision() > 34 ? number.stripTrailingZeros() : number);
        }
        return leaf(
                TypeByte.DECIMAL128,
                ByteBuffer.allocate(16)
                        .put(BsonBytes.int64(decimal.getLow()))
                        .put(BsonBytes.int64(decimal.getHigh()))
                        .array());
    }

    private static Value leaf(byte type, byte[] bytes) {
        return new Value.Leaf(type, bytes);
    }
}
