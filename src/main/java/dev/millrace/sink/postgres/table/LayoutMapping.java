package dev.millrace.sink.postgres.table;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * A layout as a document: {@code {"tables": [{"table": "orders", "path": "", "columns": [{"column": "city", "path":
 * "address.city", "type": "text"}]}]}}.
 */
final class LayoutMapping {

    private LayoutMapping() {}

    static BsonDocument of(TableLayout layout) {
        BsonArray tables = new BsonArray();
        for (PostgresTable table : layout.tables()) {
            BsonArray columns = new BsonArray();
            for (PostgresColumn column : table.columns()) {
                columns.add(new BsonDocument("column", new BsonString(column.name()))
                        .append("path", new BsonString(column.path()))
                        .append("type", new BsonString(column.sqlType())));
            }
            tables.add(new BsonDocument("table", new BsonString(table.name()))
                    .append("path", new BsonString(table.path()))
                    .append("columns", columns));
        }
        return new BsonDocument("tables", tables);
    }
}
