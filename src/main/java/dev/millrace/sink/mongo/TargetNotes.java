package dev.millrace.sink.mongo;

import dev.millrace.sink.mongo.index.IndexReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What people are told of a whole run into a MongoDB, a sentence each; what is not as it should be comes first. */
final class TargetNotes {

    private TargetNotes() {}

    static List<String> of(WriteCounts counts, boolean acknowledged, IndexReport report) {
        List<String> notes = new ArrayList<>(report.problems());
        if (!acknowledged) {
            notes.add("the target confirmed no write (--write-concern 0): documents that it refused or lost are counted"
                    + " as written; `millrace verify` is mandatory, because nothing else can find them");
        }
        if (counts.matched() + counts.kept() + counts.replaced() > 0) {
            add(notes, counts.inserted(), "documents were inserted");
        }
        add(notes, counts.matched(), "of the documents were in the target already, byte for byte");
        add(notes, counts.kept(), "documents of the target were kept; those of the source differ");
        add(notes, counts.replaced(), "documents of the target were replaced");
        add(notes, counts.stamped(), "documents have the target's time where the source has an empty timestamp");
        report.built().forEach(built -> notes.add(built.toString()));
        if (!report.present().isEmpty()) {
            notes.add((report.present().size() == 1
                            ? "1 index was"
                            : report.present().size() + " indexes were") + " there already: "
                    + String.join(", ", report.present()));
        }
        notes.addAll(report.notes());
        return List.copyOf(notes);
    }

    private static void add(List<String> notes, long documents, String what) {
        if (documents > 0) {
            notes.add(String.format(Locale.ROOT, "%,d %s", documents, what));
        }
    }
}
