package dev.millrace.job;

/**
 * What the user wants of `export` beside the settings.
 *
 * @param restart forget what is known of this run
 */
public record ExportRequest(SourceRequest source, boolean restart) {}
