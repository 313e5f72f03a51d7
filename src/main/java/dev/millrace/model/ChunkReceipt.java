package dev.millrace.model;

/** A committed chunk with its receipt. */
public record ChunkReceipt(Chunk chunk, WriteReceipt receipt) {}
