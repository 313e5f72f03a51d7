package dev.millrace.job;

/**
 * What the user wants of a bulk run beside the settings.
 *
 * @param restart forget what is known of this run
 */
public record BulkRequest(SourceRequest source, boolean restart) {}
