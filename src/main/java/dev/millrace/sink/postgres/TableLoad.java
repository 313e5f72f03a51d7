package dev.millrace.sink.postgres;

import dev.millrace.bson.JsonMode;
import dev.millrace.bson.NulPolicy;
import dev.millrace.schema.TableSchema;
import dev.millrace.sink.postgres.copy.CopyRules;
import dev.millrace.sink.postgres.table.ColumnMapping;
import dev.millrace.sink.postgres.table.MappingFile;
import dev.millrace.sink.postgres.table.ObjectIdForm;
import dev.millrace.sink.postgres.table.TableOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * How a table was loaded: all that decides which row a document becomes. Kept beside the table, so that rows can be
 * compared with documents long after the run.
 */
public record TableLoad(TableSchema schema, TableOptions tables, CopyRules rules, ColumnMapping mapping) {

    /** As it is kept; {@link #fromBson} reads it. */
    public BsonDocument toBson() {
        BsonDocument columns = new BsonDocument();
        tables.columnNames().forEach((path, name) -> columns.append(path, new BsonString(name)));
        return new BsonDocument("schema", schema.toBson())
                .append("schemaName", new BsonString(tables.schemaName()))
                .append("tableName", new BsonString(tables.tableName()))
                .append("columnNames", columns)
                .append("objectIds", new BsonString(tables.objectIds().name()))
                .append("nul", new BsonString(rules.nul().name()))
                .append("json", new BsonString(rules.json().name()))
                .append("keepNulls", BsonBoolean.valueOf(rules.keepNulls()))
                .append("mapping", new BsonString(mapping.text()));
    }

    /** Reads {@link #toBson}'s form. */
    public static TableLoad fromBson(BsonDocument form) {
        Map<String, String> columns = new LinkedHashMap<>();
        form.getDocument("columnNames")
                .forEach((path, name) -> columns.put(path, name.asString().getValue()));
        ObjectIdForm objectIds = ObjectIdForm.valueOf(text(form, "objectIds"));
        return new TableLoad(
                TableSchema.fromBson(form.getDocument("schema")),
                new TableOptions(text(form, "schemaName"), text(form, "tableName"), objectIds, columns),
                new CopyRules(
                        NulPolicy.valueOf(text(form, "nul")),
                        JsonMode.valueOf(text(form, "json")),
                        form.getBoolean("keepNulls").getValue(),
                        objectIds),
                mapping(text(form, "mapping")));
    }

    private static ColumnMapping mapping(String yaml) {
        return yaml.isEmpty() ? ColumnMapping.NONE : MappingFile.parse("the mapping kept with the table", yaml);
    }

    private static String text(BsonDocument form, String key) {
        return form.getString(key).getValue();
    }
}
