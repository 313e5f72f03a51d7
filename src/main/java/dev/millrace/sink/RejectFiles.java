package dev.millrace.sink;

import dev.millrace.model.Chunk;

/** Where a run keeps its rejected documents when its target cannot: a file for each chunk that has some. */
public interface RejectFiles {

    /** The place, for people. */
    String description();

    /** Opens the file of a run's chunk; it comes to be with its first document. */
    RejectFile open(String runId, Chunk chunk);
}
