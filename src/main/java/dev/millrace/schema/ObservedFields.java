package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields seen in the documents at one place of the sample, in the order in which they were first seen. */
final class ObservedFields {

    /** Below this number of names, differing names are taken for optional fields, not for data. */
    private static final int MIN_MAP_NAMES = 64;

    /** A document that has on average less than this part of all names seen at its place has data as names. */
    private static final int MAP_PART = 4;

    private final Map<String, ObservedValues> byName = new LinkedHashMap<>();
    private final InferenceRules rules;
    private final int level;
    private long documents;
    private long occurrences;
    private boolean tooMany;

    /** @param level how many documents and arrays are around these fields */
    ObservedFields(InferenceRules rules, int level) {
        this.rules = rules;
        this.level = level;
    }

    /** Looks at the fields from the cursor to the end of its container. */
    void add(BsonCursor cursor) {
        documents++;
        while (cursor.next()) {
            // A name that is not text cannot name a column: its values go to _rest.
            if (Utf8.firstInvalid(cursor.bytes(), cursor.nameOffset(), cursor.nameLength()) < 0) {
                add(name(cursor), cursor);
            }
        }
    }

    private static String name(BsonCursor cursor) {
        return new String(cursor.bytes(), cursor.nameOffset(), cursor.nameLength(), StandardCharsets.UTF_8);
    }

    private void add(String name, BsonCursor cursor) {
        occurrences++;
        ObservedValues values = byName.get(name);
        if (values == null) {
            if (byName.size() >= rules.maxColumns()) {
                tooMany = true;
                return;
            }
            values = new ObservedValues(rules, level);
            byName.put(name, values);
        }
        values.add(cursor);
    }

    /** Whether the names are data, as in {"2026-01-01": 5, "2026-01-02": 7}, so that columns of them make no sense. */
    boolean isMap() {
        return tooMany || (byName.size() >= MIN_MAP_NAMES && occurrences * MAP_PART < byName.size() * documents);
    }

    /** Whether null was among the values of a field. */
    boolean sawNull(String name) {
        ObservedValues values = byName.get(name);
        return values != null && values.sawNull();
    }

    List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        byName.forEach((name, values) -> columns.add(Column.of(name, values.type())));
        return columns;
    }
}
