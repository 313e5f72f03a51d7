package dev.millrace.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaFileTest {

    private static final String EVERYTHING = """
            {"columns": [
              {"name": "_id", "type": "objectId", "nullable": false},
              {"name": "price", "type": "decimal(38,2)"},
              {"name": "exact", "type": "decimal"},
              {"name": "zip", "type": "string", "field": "post.code"},
              {"name": "hash", "type": "binary", "subtype": 5},
              {"name": "raw", "type": "binary", "subtype": 0},
              {"name": "address", "type": "document", "fields": [
                {"name": "city", "type": "string"},
                {"name": "geo", "type": "document", "fields": [{"name": "lat", "type": "double"}]}
              ]},
              {"name": "tags", "type": "array", "element": {"type": "string"}},
              {"name": "items", "type": "array", "element": {"type": "document", "fields": [
                {"name": "sizes", "type": "array", "element": {"type": "int32"}}
              ]}},
              {"name": "n", "type": "int64"}, {"name": "b", "type": "bool"}, {"name": "d", "type": "date"},
              {"name": "u", "type": "uuid"}, {"name": "j", "type": "json"}
            ]}
            """;

    @TempDir
    Path directory;

    @Test
    void readsEveryTypeAndWritesItAgain() throws Exception {
        Path file = Files.writeString(directory.resolve("orders.json"), EVERYTHING);

        TableSchema schema = SchemaFile.read(file);

        assertThat(schema.columns()).hasSize(14);
        assertThat(schema.columns().get(3)).isEqualTo(new Column("zip", "post.code", ColumnType.Scalar.STRING, true));
        assertThat(schema.columns().get(4).type()).isEqualTo(new ColumnType.Binary(5));
        assertThat(TableSchema.fromBson(schema.toBson())).isEqualTo(schema);
        assertThat(TableSchema.fromBson(BsonDocument.parse(schema.toBson().toJson())))
                .isEqualTo(schema);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"columns\": [{\"name\": \"a\", \"type\": \"strng\"}]} | columns[0] has the type 'strng'",
                "{\"columns\": [{\"name\": \"a\"}]} | columns[0].type is missing",
                "{\"columns\": [{\"type\": \"int32\"}]} | columns[0].name is missing",
                "{\"columns\": []} | columns needs a list of columns",
                "{\"colums\": []} | colums is not known there",
                "{\"columns\": [{\"name\": \"a\", \"type\": \"int32\", \"nulable\": true}]} | columns[0].nulable is not known",
                "{\"columns\": [{\"name\": \"a\", \"type\": \"decimal(39,2)\"}]} | columns[0] is wrong: decimal(39,2)",
                "{\"columns\": [{\"name\": \"a\", \"type\": \"array\"}]} | columns[0].element is missing",
                "{\"columns\": [{\"name\": \"a\", \"type\": \"binary\", \"subtype\": 2}]} | columns[0] is wrong: a binary",
                "{\"columns\": [{\"name\": \"a\", \"type\": \"int32\"}, {\"name\": \"a\", \"type\": \"int32\"}]}"
                        + " | columns is wrong: column name 'a' stands there twice",
                "{\"columns\": [{\"name\": \"d\", \"type\": \"document\", \"fields\": [{\"name\": \"x\", \"type\":"
                        + " \"int\"}]}]} | columns[0].fields[0] has the type 'int'",
                "{\"columns\": [{\"name\": \"_rest\", \"type\": \"json\"}]} | columns is wrong: _rest",
                "[1] | line 1"
            })
    void namesThePlaceOfAMistake(String json, String place) {
        assertThatExceptionOfType(MillraceException.class)
                .isThrownBy(() -> SchemaFile.parse("orders.json", json))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE))
                .satisfies(
                        e -> assertThat(e.problem()).startsWith("orders.json").contains(place))
                .satisfies(e -> assertThat(e.hint()).isNotBlank());
    }

    @Test
    void namesTheLineWhereTheJsonBreaksOff() {
        assertThatExceptionOfType(MillraceException.class)
                .isThrownBy(() ->
                        SchemaFile.parse("orders.json", "{\"columns\": [\n  {\"name\": \"a\",\n   \"type\" \"x\"}\n]}"))
                .satisfies(e -> assertThat(e.problem()).startsWith("orders.json line 3"));
    }

    @Test
    void saysWhenTheFileIsNotThere() {
        assertThatExceptionOfType(MillraceException.class)
                .isThrownBy(() -> SchemaFile.read(directory.resolve("none.json")))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
    }

    @Test
    void refusesColumnsThatAreNestedTooDeep() {
        ColumnType type = ColumnType.Scalar.INT32;
        for (int i = 0; i <= TableSchema.MAX_DEPTH; i++) {
            type = new ColumnType.ListOf(type);
        }
        List<Column> columns = List.of(Column.of("deep", type));

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new TableSchema(columns))
                .withMessageContaining("20 levels");
    }
}
