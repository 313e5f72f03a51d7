/** Index definitions: read from a source's metadata, planned, compared with what a MongoDB has, and built there. */
@NullMarked
package dev.millrace.sink.mongo.index;

import org.jspecify.annotations.NullMarked;
