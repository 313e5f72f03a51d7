package dev.millrace.sink.postgres.verify;

import dev.millrace.sink.postgres.table.PostgresTable;
import dev.millrace.sink.verify.DifferingPlaces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names the columns in which the rows of one document differ from those in the tables; their values only where asked to. */
final class FieldDifferences {

    private final DifferingPlaces places;

    /** @param values whether values are shown */
    FieldDifferences(boolean values) {
        places = new DifferingPlaces(values, "the table");
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
                int differing = field;
                places.add(
                        (place.isEmpty() ? "" : place + ".")
                                + table.columns().get(field).name(),
                        () -> source.text(differing),
                        () -> target.text(differing));
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

    /** Empty where everything is the same. */
    String text() {
        return places.text();
    }
}
