/** Writes chunks into PostgreSQL by COPY, each in one transaction with its entry in the ledger of committed chunks. */
@NullMarked
package dev.millrace.sink.postgres;

import org.jspecify.annotations.NullMarked;
