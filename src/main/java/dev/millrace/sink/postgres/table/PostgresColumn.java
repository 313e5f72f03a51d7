package dev.millrace.sink.postgres.table;

/**
 * One column of a table in PostgreSQL.
 *
 * @param name     safe and unique in its table, at most 63 bytes of UTF-8, not quoted yet
 * @param path     where its value stands in the document, names joined by dots; empty for columns that no field gives
 * @param sqlType  as PostgreSQL's DDL writes it
 * @param nullable false for parts of the primary key and for columns that the schema requires
 */
public record PostgresColumn(String name, String path, String sqlType, boolean nullable) {}
