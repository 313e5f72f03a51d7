package dev.millrace.sink.postgres.copy;

import dev.millrace.bson.LittleEndian;
import dev.millrace.bson.NulPolicy;
import dev.millrace.bson.Nuls;
import dev.millrace.model.MillraceException;
import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.MappingRules;
import dev.millrace.schema.RowMapper;
import dev.millrace.schema.TableSchema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.UuidRepresentation;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** The default of a column, encoded once by the same rules as values of documents. */
final class DefaultValue {

    /** As a row has it, its length in front. */
    private final byte[] bytes;

    private DefaultValue(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Writes it, if a row is open. */
    void writeTo(TableRows rows, int column) {
        rows.writeReady(column, bytes);
    }

    /**
     * @throws MillraceException of kind USAGE where the column cannot hold it
     */
    static DefaultValue encode(BsonValue value, ColumnType type, ColumnForm form, String column, MappingRules rules) {
        RowBuffer buffer = new RowBuffer();
        TableRows rows = new TableRows(buffer, 2);
        Nuls nuls = new Nuls(NulPolicy.REJECT);
        int scale = type instanceof ColumnType.Decimal decimal ? decimal.scale() : 0;
        RowMapper mapper = new RowMapper(
                new TableSchema(List.of(Column.of("v", type))),
                rules,
                nuls,
                List.of(
                        new CopyColumn(rows, 0, form, nuls, false, scale, ColumnPolicy.usual()),
                        new CopyColumn(rows, 1, ColumnForm.JSON, nuls, false, 0, ColumnPolicy.usual())),
                List.of());
        try {
            byte[] document = new RawBsonDocument(new BsonDocument("v", typed(value, type)), new BsonDocumentCodec())
                    .getByteBuffer()
                    .array();
            rows.startRow();
            mapper.pour(document, 0, LittleEndian.int32(document, 0));
            rows.endRow();
        } catch (IllegalArgumentException | DateTimeParseException | MillraceException e) {
            throw unfit(column, type);
        }
        int length = BigEndian.int32(buffer.bytes, 2);
        if (mapper.counts().rest() > 0 || length < 0) {
            throw unfit(column, type);
        }
        return new DefaultValue(Arrays.copyOfRange(buffer.bytes, 2, 6 + length));
    }

    private static BsonBinary legacy(BsonString uuid, UuidRepresentation driver) {
        return new BsonBinary(UUID.fromString(uuid.getValue()), driver);
    }

    /** YAML has neither ids nor decimals, and its dates may be texts. */
    private static BsonValue typed(BsonValue value, ColumnType type) {
        if (value instanceof BsonString string && type instanceof ColumnType.Scalar scalar) {
            return switch (scalar) {
                case DATE -> new BsonDateTime(Instant.parse(string.getValue()).toEpochMilli());
                case OBJECT_ID -> new BsonObjectId(new ObjectId(string.getValue()));
                case UUID -> new BsonBinary(UUID.fromString(string.getValue()));
                case UUID_JAVA -> legacy(string, UuidRepresentation.JAVA_LEGACY);
                case UUID_CSHARP -> legacy(string, UuidRepresentation.C_SHARP_LEGACY);
                case UUID_PYTHON -> legacy(string, UuidRepresentation.PYTHON_LEGACY);
                case DECIMAL -> new BsonDecimal128(Decimal128.parse(string.getValue()));
                case DOUBLE, INT32, INT64, BOOL, STRING, JSON -> value;
            };
        }
        if (type instanceof ColumnType.Decimal || type == ColumnType.Scalar.DECIMAL) {
            return switch (value) {
                case BsonString string -> new BsonDecimal128(Decimal128.parse(string.getValue()));
                case BsonDouble number -> new BsonDecimal128(new Decimal128(BigDecimal.valueOf(number.getValue())));
                default -> value;
            };
        }
        return value;
    }

    private static MillraceException unfit(String column, ColumnType type) {
        return MillraceException.usage(
                "the default of the column " + column + " is nothing that its type, " + type.word() + ", can hold",
                "correct it in the file for `--columns`");
    }
}
