package dev.millrace.source.mongo;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what there is to somebody who asked for something else. */
final class Suggestions {

    private static final int MOST_NAMES = 10;
    private static final int MOST_SLIPS = 3;

    private Suggestions() {}

    /** One sentence: the closest name, and what there is. */
    static String among(List<String> names, String wanted) {
        if (names.isEmpty()) {
            return "there is no collection that this user may see; check the database's name and the user's roles";
        }
        String listed = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        int more = names.size() - MOST_NAMES;
        String all = "there is " + listed + (more > 0 ? " and " + more + " more" : "");
        return closest(names, wanted)
                .map(name -> "did you mean " + name + "? " + all)
                .orElse(all);
    }

    private static Optional<String> closest(List<String> names, String wanted) {
        return names.stream()
                .filter(name -> slips(name, wanted) <= Math.min(MOST_SLIPS, wanted.length() / 2))
                .min(Comparator.comparingInt(name -> slips(name, wanted)));
    }

    /** Levenshtein distance, letters' case aside. */
    private static int slips(String name, String wanted) {
        String a = name.toLowerCase(Locale.ROOT);
        String b = wanted.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int column = 0; column <= b.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= a.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= b.length(); column++) {
                int swap = diagonal + (a.charAt(line - 1) == b.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(swap, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
