package dev.millrace.sink.object.parquet;

import dev.millrace.bson.TypeByte;
import dev.millrace.schema.BsonBytes;
import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.RebuiltDocument;
import dev.millrace.schema.TableSchema;
import dev.millrace.schema.Value;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.UuidRepresentation;
import org.bson.types.Decimal128;

/** Reads a Parquet file with DuckDB, and makes documents of its rows again. */
public final class ReadBack {

    private final TableSchema schema;

    /** @param schema as the encoder says it is */
    ReadBack(TableSchema schema) {
        this.schema = schema;
    }

    /** Of a file that was written with a plan's schema. */
    public static ReadBack ofPlan(TableSchema planned) {
        return new ReadBack(UsableColumns.of(planned));
    }

    public List<Value.Doc> documents(Path file) throws SQLException {
        List<Value.Doc> documents = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM read_parquet('" + file + "')")) {
            while (rows.next()) {
                documents.add(document(rows));
            }
        }
        return documents;
    }

    /** The only row and column of a query in which `%s` stands for the file. */
    static Object ask(Path file, String query) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(query.formatted("'" + file + "'"))) {
            rows.next();
            return rows.getObject(1);
        }
    }

    private Value.Doc document(ResultSet row) throws SQLException {
        RebuiltDocument document = new RebuiltDocument();
        int index = 1;
        for (Column column : schema.columns()) {
            Object value = row.getObject(index++);
            if (value != null) {
                document.column(column.field(), part(column.type(), value));
            }
        }
        String rest = row.getString(index);
        if (rest != null) {
            document.rest(rest);
        }
        return document.value();
    }

    private static Object part(ColumnType type, Object value) throws SQLException {
        return switch (type) {
            case ColumnType.Group(List<Column> fields) -> {
                Object document = RebuiltDocument.container();
                Object[] values = ((Struct) value).getAttributes();
                for (int i = 0; i < values.length; i++) {
                    if (values[i] != null) {
                        RebuiltDocument.put(
                                document,
                                fields.get(i).field(),
                                part(fields.get(i).type(), values[i]));
                    }
                }
                yield document;
            }
            case ColumnType.ListOf(ColumnType element) -> {
                List<Object> array = new ArrayList<>();
                for (Object each : (Object[]) ((Array) value).getArray()) {
                    array.add(each == null ? Value.NULL : part(element, each));
                }
                yield array;
            }
            case ColumnType.Decimal _ -> decimal(new Decimal128((BigDecimal) value));
            case ColumnType.Binary(int subtype) -> leaf(TypeByte.BINARY, BsonBytes.binary(subtype, bytes(value)));
            case ColumnType.Scalar scalar -> scalar(scalar, value);
        };
    }

    private static Value legacy(UUID uuid, UuidRepresentation driver) {
        return leaf(TypeByte.BINARY, BsonBytes.binary(3, new BsonBinary(uuid, driver).getData()));
    }

    private static Value scalar(ColumnType.Scalar type, Object value) throws SQLException {
        return switch (type) {
            case DOUBLE -> leaf(TypeByte.DOUBLE, BsonBytes.int64(Double.doubleToRawLongBits((double) value)));
            case INT32 -> leaf(TypeByte.INT32, BsonBytes.int32((int) value));
            case INT64 -> leaf(TypeByte.INT64, BsonBytes.int64((long) value));
            case BOOL -> leaf(TypeByte.BOOLEAN, new byte[] {(byte) ((boolean) value ? 1 : 0)});
            case STRING -> leaf(TypeByte.STRING, BsonBytes.text(((String) value).getBytes(StandardCharsets.UTF_8)));
            case DECIMAL -> decimal(Decimal128.parse((String) value));
            case OBJECT_ID ->
                leaf(
                        TypeByte.OBJECT_ID,
                        value instanceof String hex ? HexFormat.of().parseHex(hex) : bytes(value));
            case DATE ->
                leaf(
                        TypeByte.DATE,
                        BsonBytes.int64(((OffsetDateTime) value).toInstant().toEpochMilli()));
            case UUID -> {
                UUID uuid = (UUID) value;
                byte[] bytes = ByteBuffer.allocate(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array();
                yield leaf(TypeByte.BINARY, BsonBytes.binary(4, bytes));
            }
            case UUID_JAVA -> legacy((UUID) value, UuidRepresentation.JAVA_LEGACY);
            case UUID_CSHARP -> legacy((UUID) value, UuidRepresentation.C_SHARP_LEGACY);
            case UUID_PYTHON -> legacy((UUID) value, UuidRepresentation.PYTHON_LEGACY);
            case JSON -> Value.ofJson((String) value);
        };
    }

    private static Value decimal(Decimal128 decimal) {
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

    private static byte[] bytes(Object value) throws SQLException {
        return value instanceof byte[] bytes ? bytes : ((Blob) value).getBytes(1, (int) ((Blob) value).length());
    }
}
