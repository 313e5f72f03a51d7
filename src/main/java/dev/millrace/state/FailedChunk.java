package dev.millrace.state;

import dev.millrace.model.Chunk;

/** A chunk that was given up, and why. */
public record FailedChunk(Chunk chunk, int attempts, String reason) {}
