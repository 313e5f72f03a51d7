package dev.millrace.doubles.mongo;

import org.bson.BsonDocument;

/**
 * A command that a client sent, in order of arrival.
 *
 * @param body the command's document; documents that travelled beside it in a sequence are not in it
 * @param documents how many documents travelled in sequences
 */
public record RecordedCommand(String name, String database, BsonDocument body, int documents, int connectionId) {}
