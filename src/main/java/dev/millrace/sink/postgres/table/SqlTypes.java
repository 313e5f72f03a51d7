package dev.millrace.sink.postgres.table;

import dev.millrace.schema.ColumnType;

/** What each scalar type of a schema is in PostgreSQL. */
record SqlTypes(ObjectIdForm objectIds) {

    String of(ColumnType type) {
        return switch (type) {
            case ColumnType.Decimal(int precision, int scale) -> "numeric(" + precision + "," + scale + ")";
            case ColumnType.Binary _ -> "bytea";
            case ColumnType.Group _, ColumnType.ListOf _ -> throw new IllegalArgumentException("not a scalar: " + type);
            case ColumnType.Scalar scalar ->
                switch (scalar) {
                    case DOUBLE -> "double precision";
                    case INT32 -> "integer";
                    case INT64 -> "bigint";
                    case BOOL -> "boolean";
                    case STRING -> "text";
                    case DECIMAL -> "numeric";
                    case OBJECT_ID -> objectIds == ObjectIdForm.TEXT ? "text" : "bytea";
                    case DATE -> "timestamptz";
                    case UUID, UUID_JAVA, UUID_CSHARP, UUID_PYTHON -> "uuid";
                    case JSON -> "jsonb";
                };
        };
    }
}
