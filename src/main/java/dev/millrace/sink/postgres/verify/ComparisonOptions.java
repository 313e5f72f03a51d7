package dev.millrace.sink.postgres.verify;

import java.time.Duration;

/**
 * What the user decides about a comparison.
 *
 * @param schemaName  the schema of the tables
 * @param tableName   the table, for one collection; empty: the one that the collection was loaded into last
 * @param complete    whether the run reads every document, so that whatever else is in the tables is too many
 * @param show        differences whose columns are named
 * @param showValues  whether their values are shown too
 * @param connections at a time
 * @param patience    how long one answer may take; zero: for ever
 */
public record ComparisonOptions(
        String schemaName,
        String tableName,
        boolean complete,
        int show,
        boolean showValues,
        int connections,
        Duration patience) {}
