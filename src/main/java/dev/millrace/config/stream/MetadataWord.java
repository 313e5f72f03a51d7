package dev.millrace.config.stream;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can be added to a document about how it came. */
public enum MetadataWord {
    /** When millrace worked on it: a date. */
    PROCESSED_TIME,
    /** `database.collection`. */
    NAMESPACE,
    DATABASE,
    COLLECTION,
    /** `insert`, `update`, … */
    OPERATION,
    /** When the cluster ordered the change: a date, in whole seconds. */
    CLUSTER_TIME,
    DOCUMENT_TYPE,
    /** The version of the document's schema, where one is known. */
    SCHEMA_VERSION,
    MILLRACE_VERSION;

    static List<String> words() {
        return Arrays.stream(values()).map(MetadataWord::word).toList();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
