package dev.millrace.job;

import dev.millrace.sink.mongo.index.IndexReport;
import java.util.List;

/**
 * What came of indexes that were to be created, a sentence or a name each.
 *
 * @param missing  those that a dry run would build; empty where they were built
 * @param built    with their time
 * @param present  that were there already
 * @param notes    that differ from the source by nature or on purpose
 * @param problems that are not as they were asked for
 */
public record IndexResult(
        List<String> missing, List<String> built, List<String> present, List<String> notes, List<String> problems) {

    public IndexResult {
        missing = List.copyOf(missing);
        built = List.copyOf(built);
        present = List.copyOf(present);
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
    }

    static IndexResult of(List<String> missing, IndexReport report) {
        return new IndexResult(
                missing,
                report.built().stream().map(IndexReport.Built::toString).toList(),
                report.present(),
                report.notes(),
                report.problems());
    }
}
