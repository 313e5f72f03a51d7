/** Turns raw BSON documents into the rows of a binary COPY in one pass; knows no connection. */
@NullMarked
package dev.millrace.sink.postgres.copy;

import org.jspecify.annotations.NullMarked;
