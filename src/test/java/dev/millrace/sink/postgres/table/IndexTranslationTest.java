package dev.millrace.sink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.PostgresServer;
import dev.millrace.model.Namespace;
import dev.millrace.schema.SchemaFile;
import dev.millrace.schema.TableSchema;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MongoDB's indexes in PostgreSQL, by a real one that has to take them. */
class IndexTranslationTest {

    private static final String DATABASE = "index_translation";
    private static final TableSchema SCHEMA = SchemaFile.parse("test", """
            {"columns": [
              {"name": "_id", "type": "objectId", "nullable": false},
              {"name": "name", "type": "string"},
              {"name": "age", "type": "int32"},
              {"name": "at", "type": "date"},
              {"name": "open", "type": "bool"},
              {"name": "address", "type": "json"},
              {"name": "tags", "type": "json"}]}
            """);
    private static final TableLayout LAYOUT =
            TableLayout.of(Namespace.parse("shop.people"), SCHEMA, new TableOptions("public", "", ObjectIdForm.TEXT));

    @BeforeAll
    static void makeTable() {
        PostgresServer server = PostgresServer.shared();
        server.database(DATABASE);
        new TableDdl(Namespace.parse("shop.people"), LAYOUT, false)
                .before()
                .forEach(statement -> server.execute(DATABASE, statement));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{key: {name: 1}}                       | (name)",
                "{key: {name: 1, age: -1}}              | (name, age DESC)",
                "{key: {name: 1}, unique: true}         | UNIQUE ... (name) NULLS NOT DISTINCT",
                "{key: {name: 1}, unique: true, sparse: true} | UNIQUE ... (name)",
                "{key: {name: 'hashed'}}                | USING hash (name)",
                "{key: {tags: 1}}                       | USING gin (tags)",
                "{key: {'address.city': 1}}             | ((address #>> '{city}'::text[]))",
                "{key: {'address.city': 1}, unique: true} | UNIQUE ... ((address #> '{city}'::text[])) NULLS NOT DISTINCT",
                "{key: {name: 1}, partialFilterExpression: {age: {$gte: 18}, open: true}} | WHERE ((age >= 18) AND (open = true))",
                "{key: {name: 1}, partialFilterExpression: {$and: [{name: {$exists: true}}, {name: 'x'}]}} | WHERE ((name IS NOT NULL) AND (name = 'x'::text))",
                "{key: {name: 1}, partialFilterExpression: {at: {$lt: {$date: '2026-01-01T00:00:00Z'}}}} | WHERE (at < '2026-01-01",
                "{key: {at: 1}, expireAfterSeconds: 60} | (at)"
            })
    void theServerTakesWhatIsTranslated(String index, String expected) {
        IndexPlan plan = translated(index);

        assertThat(plan.indexes()).hasSize(1);
        PostgresServer server = PostgresServer.shared();
        String name = plan.indexes().getFirst().name();
        server.execute(DATABASE, "DROP INDEX IF EXISTS \"" + name + "\"");
        server.execute(DATABASE, plan.indexes().getFirst().sql());
        String definition = server.rows(DATABASE, "SELECT indexdef FROM pg_indexes WHERE indexname = '" + name + "'")
                .getFirst();
        assertThat(definition).contains(expected.split(" \\.\\.\\. "));
        server.execute(DATABASE, plan.indexes().getFirst().sql());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{key: {_fts: 'text', _ftsx: 1}}             | text index",
                "{key: {place: '2dsphere'}}                  | PostGIS",
                "{key: {'$**': 1}}                           | wildcard",
                "{key: {name: 1}, hidden: true}              | hidden",
                "{key: {name: 1}, collation: {locale: 'de'}} | collation",
                "{key: {unknown: 1}}                         | no column",
                "{key: {name: 1, tags: 1}}                   | jsonb",
                "{key: {name: 1}, partialFilterExpression: {age: {$type: 'int'}}} | partial filter",
                "{key: {name: 1}, partialFilterExpression: {'address.city': 'x'}} | partial filter"
            })
    void tellsWhatItLeavesOutAndWhy(String index, String reason) {
        IndexPlan plan = translated(index);

        assertThat(plan.indexes()).isEmpty();
        assertThat(plan.notes()).singleElement().asString().contains("by_test", "left out", reason);
    }

    @Test
    void theIndexOnIdIsThePrimaryKeyAlready() {
        IndexPlan plan = IndexTranslation.of(
                BsonDocument.parse("{indexes: [{v: 2, key: {_id: 1}, name: '_id_'}]}"), LAYOUT, true);

        assertThat(plan).isEqualTo(new IndexPlan(List.of(), List.of()));
    }

    @Test
    void olderServersHaveNullsApart() {
        IndexPlan plan = IndexTranslation.of(
                BsonDocument.parse("{indexes: [{key: {name: 1}, name: 'n', unique: true}]}"), LAYOUT, false);

        assertThat(plan.indexes().getFirst().sql()).doesNotContain("NULLS");
    }

    @Test
    void tellsThatRowsDoNotExpire() {
        assertThat(translated("{key: {at: 1}, expireAfterSeconds: 60}").notes())
                .singleElement()
                .asString()
                .contains("by_test", "does not expire");
    }

    private static IndexPlan translated(String index) {
        BsonDocument described = BsonDocument.parse(index);
        described.append("name", new BsonString("by_test"));
        return IndexTranslation.of(new BsonDocument("indexes", new BsonArray(List.of(described))), LAYOUT, true);
    }
}
