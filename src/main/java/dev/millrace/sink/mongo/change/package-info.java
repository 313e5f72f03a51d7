/** Writes single changes of documents to a collection of a MongoDB, in order for each document. */
@NullMarked
package dev.millrace.sink.mongo.change;

import org.jspecify.annotations.NullMarked;
