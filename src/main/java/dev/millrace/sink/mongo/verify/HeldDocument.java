package dev.millrace.sink.mongo.verify;

import org.bson.RawBsonDocument;

/**
 * What one side has under an `_id`.
 *
 * @param times how many documents have that `_id`: more than one is possible on shards
 */
record HeldDocument(RawBsonDocument document, int times) {

    HeldDocument oncemore() {
        return new HeldDocument(document, times + 1);
    }

    int length() {
        return document.getByteBuffer().remaining();
    }
}
