/** What tables, columns, keys and indexes a collection becomes, and their DDL; knows no connection. */
@NullMarked
package dev.millrace.sink.postgres.table;

import org.jspecify.annotations.NullMarked;
