/** Compares the rows of tables with the documents that they were made of, by counts and hashes that both sides compute. */
@NullMarked
package dev.millrace.sink.postgres.verify;

import org.jspecify.annotations.NullMarked;
