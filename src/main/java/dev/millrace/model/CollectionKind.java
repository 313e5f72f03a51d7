package dev.millrace.model;

/** What a namespace is at the source; decides whether it can be read in ranges of `_id`. */
public enum CollectionKind {
    COLLECTION,
    CAPPED,
    VIEW,
    TIMESERIES
}
