package dev.millrace.sink.postgres.verify;

import dev.millrace.sink.postgres.table.PostgresTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names the columns in which the rows of one document differ from those in the tables; their values only where asked to. */
final class FieldDifferences {

    private static final int MOST = 20;
    private static final int LONGEST_VALUE = 200;

    private final boolean values;
    private final List<String> places = new ArrayList<>();

    FieldDifferences(boolean values) {
        this.values = values;
    }

    /** Compares the rows of one table; those of a child table by their place in their arrays. */
    void add(PostgresTable table, List<SentRow> source, List<SentRow> target) {
        Map<String, SentRow> there = new LinkedHashMap<>();
        target.forEach(row -> there.put(place(table, row), row));
        for (SentRow row : source) {
            String place = place(table, row);
            @Nullable SentRow other = there.remove(place);
            if (other == null) {
                places.add(place + " is missing");
            } else {
                fields(table, place, row, other);
            }
        }
        there.keySet().forEach(place -> places.add(place + " is not in the document"));
    }

    private void fields(PostgresTable table, String place, SentRow source, SentRow target) {
        for (int field = 0; field < table.columns().size(); field++) {
            if (!source.isEqual(field, target)) {
                String name = (place.isEmpty() ? "" : place + ".")
                        + table.columns().get(field).name();
                places.add(
                        values
                                ? name + " (" + cut(source.text(field)) + " in the source, " + cut(target.text(field))
                                        + " in the table)"
                                : name);
            }
        }
    }

    /** Empty for the table of the documents; `orders_items[2]` for the third element of an array. */
    private static String place(PostgresTable table, SentRow row) {
        if (table.path().isEmpty()) {
            return "";
        }
        StringBuilder place = new StringBuilder(table.name());
        for (int key = 1; key < table.key().size(); key++) {
            place.append('[').append(row.text(key)).append(']');
        }
        return place.toString();
    }

    private static String cut(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }

    /** Empty where everything is the same. */
    String text() {
        if (places.isEmpty()) {
            return "";
        }
        String more = places.size() > MOST ? " and " + (places.size() - MOST) + " more" : "";
        return "differs in " + places.stream().limit(MOST).collect(Collectors.joining(", ")) + more;
    }
}
