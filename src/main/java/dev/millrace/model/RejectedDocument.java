package dev.millrace.model;

import org.bson.RawBsonDocument;

/**
 * A document that could not be written.
 *
 * @param id     its `_id` in canonical Extended JSON
 * @param reason why, in one sentence, without any of the document's content
 * @param bson   the document as the source delivered it
 */
public record RejectedDocument(String id, String reason, RawBsonDocument bson) {}
