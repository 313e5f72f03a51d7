package dev.millrace.doubles.mongo;

/** What the double says it is when a client says hello. */
public enum Topology {
    REPLICA_SET,
    STANDALONE,
    MONGOS
}
