package dev.millrace.model;

/**
 * One part of one collection that is read, written and committed on its own.
 *
 * @param number position in the run, from 0; the chunk's key in the run store
 * @param part   position in its collection, from 0; names the object that it becomes
 */
public record Chunk(int number, Namespace namespace, int part, ChunkRange range) {

    @Override
    public String toString() {
        return namespace + " chunk " + part;
    }
}
