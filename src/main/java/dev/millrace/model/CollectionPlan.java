package dev.millrace.model;

import org.bson.BsonDocument;

/**
 * One collection of a run.
 *
 * @param schema the table schema that every chunk of this collection is written with, in the form of
 *               {@code TableSchema.toBson()}; empty for formats that have none
 */
public record CollectionPlan(CollectionInfo info, BsonDocument schema) {}
