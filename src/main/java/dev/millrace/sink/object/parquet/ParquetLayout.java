package dev.millrace.sink.object.parquet;

import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * A table schema as a Parquet schema: the same columns in the same order, then {@code _rest}. Arrays have the three levels
 * of the LIST type. Source: github.com/apache/parquet-format, LogicalTypes.md.
 */
record ParquetLayout(ObjectIdForm objectIds) {

    private static final int DECIMAL_BYTES = 16;
    private static final int OBJECT_ID_BYTES = 12;
    private static final int UUID_BYTES = 16;

    MessageType of(TableSchema schema) {
        List<Type> types = new ArrayList<>(fields(schema.columns()));
        types.add(text(Repetition.OPTIONAL, TableSchema.REST));
        return new MessageType("document", types);
    }

    private List<Type> fields(List<Column> columns) {
        return columns.stream()
                .map(column -> type(
                        column.type(), column.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED, column.name()))
                .toList();
    }

    private Type type(ColumnType type, Repetition repetition, String name) {
        return switch (type) {
            case ColumnType.Group(List<Column> fields) -> new GroupType(repetition, name, fields(fields));
            case ColumnType.ListOf(ColumnType element) ->
                Types.list(repetition)
                        .element(type(element, Repetition.OPTIONAL, "element"))
                        .named(name);
            case ColumnType.Decimal(int precision, int scale) ->
                fixed(DECIMAL_BYTES, repetition)
                        .as(LogicalTypeAnnotation.decimalType(scale, precision))
                        .named(name);
            case ColumnType.Binary _ ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition).named(name);
            case ColumnType.Scalar scalar -> scalar(scalar, repetition, name);
        };
    }

    private Type scalar(ColumnType.Scalar scalar, Repetition repetition, String name) {
        return switch (scalar) {
            case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
            case INT32 -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
            case INT64 -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
            case BOOL -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
            case DATE ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
                        .named(name);
            case UUID, UUID_JAVA, UUID_CSHARP, UUID_PYTHON ->
                fixed(UUID_BYTES, repetition)
                        .as(LogicalTypeAnnotation.uuidType())
                        .named(name);
            case OBJECT_ID ->
                objectIds == ObjectIdForm.FIXED
                        ? fixed(OBJECT_ID_BYTES, repetition).named(name)
                        : text(repetition, name);
            case STRING, DECIMAL, JSON -> text(repetition, name);
        };
    }

    private static Types.PrimitiveBuilder<PrimitiveType> fixed(int bytes, Repetition repetition) {
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(bytes);
    }

    private static Type text(Repetition repetition, String name) {
        return Types.primitive(PrimitiveTypeName.BINARY, repetition)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
    }
}
