/**
 * Compares collections with those of another MongoDB: by a hash of both sides' bytes, chunk by chunk; only where the
 * hashes differ, by `_id` and by field.
 */
@NullMarked
package dev.millrace.sink.mongo.verify;

import org.jspecify.annotations.NullMarked;
