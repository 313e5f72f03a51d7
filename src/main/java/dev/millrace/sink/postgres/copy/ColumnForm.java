package dev.millrace.sink.postgres.copy;

import dev.millrace.schema.ColumnType;
import dev.millrace.sink.postgres.table.ObjectIdForm;

/** What the bytes or the long that a mapper gives become in a binary COPY. */
enum ColumnForm {
    /** The bytes as they are, the long as it is. */
    PLAIN,
    /** UTF-8, without NUL. */
    TEXT,
    /** 12 bytes as 24 hexadecimal digits. */
    HEX,
    /** The text of a decimal as numeric. */
    DECIMAL,
    /** An unscaled number of 16 bytes as numeric. */
    SCALED,
    /** Milliseconds since 1970 as microseconds since 2000. */
    DATE,
    /** JSON behind the version of the binary format of jsonb. */
    JSON;

    static ColumnForm of(ColumnType type, ObjectIdForm objectIds) {
        return switch (type) {
            case ColumnType.Decimal _ -> SCALED;
            case ColumnType.Binary _ -> PLAIN;
            case ColumnType.Group _, ColumnType.ListOf _ -> throw new IllegalArgumentException("not a scalar: " + type);
            case ColumnType.Scalar scalar ->
                switch (scalar) {
                    case DOUBLE, INT32, INT64, BOOL, UUID, UUID_JAVA, UUID_CSHARP, UUID_PYTHON -> PLAIN;
                    case STRING -> TEXT;
                    case DECIMAL -> DECIMAL;
                    case OBJECT_ID -> objectIds == ObjectIdForm.TEXT ? HEX : PLAIN;
                    case DATE -> DATE;
                    case JSON -> JSON;
                };
        };
    }
}
