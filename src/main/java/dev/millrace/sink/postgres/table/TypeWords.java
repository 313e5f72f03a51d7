package dev.millrace.sink.postgres.table;

import dev.millrace.schema.ColumnType;
import dev.millrace.schema.ColumnType.Scalar;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Types of columns by the words of schema files and by those of SQL. */
final class TypeWords {

    static final String KNOWN = "double precision, integer, bigint, boolean, text, numeric, numeric(precision,scale),"
            + " objectId, timestamptz, uuid, uuidJava, uuidCsharp, uuidPython, bytea or jsonb";

    private static final Pattern DECIMAL = Pattern.compile("(?:decimal|numeric) *\\( *(\\d{1,3}) *, *(\\d{1,3}) *\\)");

    private static final Map<String, ColumnType> WORDS = Map.ofEntries(
            Map.entry("double", Scalar.DOUBLE),
            Map.entry("double precision", Scalar.DOUBLE),
            Map.entry("int32", Scalar.INT32),
            Map.entry("int", Scalar.INT32),
            Map.entry("integer", Scalar.INT32),
            Map.entry("int64", Scalar.INT64),
            Map.entry("bigint", Scalar.INT64),
            Map.entry("bool", Scalar.BOOL),
            Map.entry("boolean", Scalar.BOOL),
            Map.entry("string", Scalar.STRING),
            Map.entry("text", Scalar.STRING),
            Map.entry("decimal", Scalar.DECIMAL),
            Map.entry("numeric", Scalar.DECIMAL),
            Map.entry("objectid", Scalar.OBJECT_ID),
            Map.entry("date", Scalar.DATE),
            Map.entry("timestamptz", Scalar.DATE),
            Map.entry("uuid", Scalar.UUID),
            Map.entry("uuidjava", Scalar.UUID_JAVA),
            Map.entry("uuidcsharp", Scalar.UUID_CSHARP),
            Map.entry("uuidpython", Scalar.UUID_PYTHON),
            Map.entry("binary", new ColumnType.Binary(0)),
            Map.entry("bytea", new ColumnType.Binary(0)),
            Map.entry("json", Scalar.JSON),
            Map.entry("jsonb", Scalar.JSON));

    private TypeWords() {}

    /**
     * The type, or null for a word that is none.
     *
     * @throws IllegalArgumentException for a precision or scale that no decimal can have
     */
    static @Nullable ColumnType parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        Matcher decimal = DECIMAL.matcher(word);
        return decimal.matches()
                ? new ColumnType.Decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)))
                : WORDS.get(word);
    }
}
