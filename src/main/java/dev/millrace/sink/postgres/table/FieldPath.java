package dev.millrace.sink.postgres.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The names of fields from the root of a document to a value; as text joined by dots, with `\.` for a dot in a name. */
record FieldPath(List<String> names) {

    FieldPath {
        names = List.copyOf(names);
    }

    static FieldPath parse(String text) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == '\\' && at + 1 < text.length()) {
                name.append(text.charAt(++at));
            } else if (next == '.') {
                names.add(name.toString());
                name.setLength(0);
            } else {
                name.append(next);
            }
        }
        names.add(name.toString());
        return new FieldPath(names);
    }

    static String escaped(String name) {
        return name.replace("\\", "\\\\").replace(".", "\\.");
    }

    @Override
    public String toString() {
        return names.stream().map(FieldPath::escaped).collect(Collectors.joining("."));
    }
}
