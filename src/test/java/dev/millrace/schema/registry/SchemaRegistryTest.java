package dev.millrace.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaRegistryTest {

    private static final String DRAFT_2020 = "\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"";
    private static final String DRAFT_7 = "\"$schema\": \"http://json-schema.org/draft-07/schema#\"";

    @TempDir
    private Path directory;

    @Test
    void readsTheSchemasOfEveryTypeAndVersion() throws IOException {
        write("order/1.json", "{" + DRAFT_7 + "}");
        write("order/2.json", "{" + DRAFT_2020 + "}");
        write("order/v10.json", "{}");
        write("customer/1.2.json", "{}");
        write("_common/address.json", "{}");
        write(".git/config", "");
        write("README.md", "");

        SchemaRegistry registry = SchemaRegistry.read(directory);

        assertThat(registry.types()).containsExactly("customer", "order");
        assertThat(registry.versions("order").keySet())
                .extracting(SchemaVersion::toString)
                .containsExactly("1", "2", "v10");
        assertThat(registry.versions("nothing")).isEmpty();
    }

    @Test
    void tellsEveryErrorWithItsFile() throws IOException {
        write("order/1.json", "{\"type\": \"objekt\"}");
        write("order/2.json", "{\"type\": ");
        write("order/three.json", "{}");
        write("order/4.json", "[]");
        write("order/5.json", "{\"$schema\": \"http://json-schema.org/draft-04/schema#\"}");
        write("order/6.json", "{\"$ref\": \"https://example.com/order.json\"}");
        write("order/7.json", "{\"properties\": {\"a\": {\"pattern\": \"(\"}}}");
        write("order/v8.json", "{}");
        write("order/8.json", "{}");
        write("order/9.json", "{\"a\": 1, \"a\": 2}");
        write("order/notes.txt", "");

        assertThatThrownBy(() -> SchemaRegistry.read(directory)).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(e.problem().lines())
                    .anyMatch(line -> line.contains("order/1.json is not a valid schema"))
                    .anyMatch(line -> line.contains("order/2.json is not valid JSON"))
                    .anyMatch(line -> line.contains("order/three.json is 'three', which is no version"))
                    .anyMatch(line -> line.contains("order/4.json is not a schema: it has to be a JSON object"))
                    .anyMatch(line -> line.contains("order/5.json is a schema of 'http://json-schema.org/draft-04"))
                    .anyMatch(line ->
                            line.contains("order/6.json cannot be used: it refers to https://example.com/order.json"))
                    .anyMatch(line -> line.contains("order/7.json"))
                    .anyMatch(line -> line.contains("order/v8.json is there twice"))
                    .anyMatch(line -> line.contains("order/9.json is not valid JSON"))
                    .anyMatch(line -> line.contains("order/notes.txt is not a .json file"));
        });
        assertThatThrownBy(() -> SchemaRegistry.read(directory.resolve("missing")))
                .hasMessageContaining("cannot read the directory of schemas");
    }

    @Test
    void schemasReferToFilesBesideThem() throws IOException {
        write("_common/address.json", "{\"type\": \"object\", \"required\": [\"city\"]}");
        write("order/1.json", "{\"properties\": {\"address\": {\"$ref\": \"../_common/address.json\"}}}");

        assertThat(violations("{address: {}}")).containsExactly("address: required 'city'");
        assertThat(violations("{address: {city: 'x'}}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{v: 5}                                             | {\"type\": \"integer\"}",
                "{v: {$numberLong: '9007199254740993'}}             | {\"type\": \"integer\", \"const\": 9007199254740993}",
                "{v: {$numberLong: '5'}}                            | {\"enum\": [4, 5], \"const\": 5}",
                "{v: 5.5}                                           | {\"enum\": [5.5]}",
                "{v: {$numberDecimal: '5.50'}}                      | {\"enum\": [5.5], \"const\": 5.5}",
                "{v: 5.0}                                           | {\"type\": \"integer\", \"const\": 5}",
                "{v: 5.5}                                           | {\"type\": \"number\"}",
                "{v: {$numberDecimal: '12.50'}}                     | {\"type\": \"number\", \"multipleOf\": 0.01}",
                "{v: {$numberDecimal: '-0'}}                        | {\"type\": \"number\", \"const\": 0}",
                "{v: {$numberDecimal: 'NaN'}}                       | {\"const\": \"NaN\"}",
                "{v: {$numberDouble: '-Infinity'}}                  | {\"const\": \"-Infinity\"}",
                "{v: 'text'}                                        | {\"type\": \"string\"}",
                "{v: true}                                          | {\"type\": \"boolean\"}",
                "{v: null}                                          | {\"type\": \"null\"}",
                "{v: {$undefined: true}}                            | {\"type\": \"null\"}",
                "{v: {$date: '2026-11-21T10:00:00.5Z'}}             | {\"const\": \"2026-11-21T10:00:00.500Z\", \"format\": \"date-time\"}",
                "{v: {$oid: '507f1f77bcf86cd799439011'}}            | {\"pattern\": \"^[0-9a-f]{24}$\"}",
                "{v: {$uuid: '00112233-4455-6677-8899-aabbccddeeff'}} | {\"const\": \"00112233-4455-6677-8899-aabbccddeeff\"}",
                "{v: {$binary: {base64: 'AQID', subType: '00'}}}    | {\"const\": \"AQID\"}",
                "{v: {$timestamp: {t: 5, i: 6}}}                    | {\"const\": {\"t\": 5, \"i\": 6}}",
                "{v: {$regularExpression: {pattern: 'a+', options: 'i'}}} | {\"const\": \"a+\"}",
                "{v: {$symbol: 's'}}                                | {\"const\": \"s\"}",
                "{v: {$code: 'c'}}                                  | {\"const\": \"c\"}",
                "{v: {$code: 'c', $scope: {x: 1}}}                  | {\"const\": \"c\"}",
                "{v: {$minKey: 1}}                                  | {\"const\": \"MinKey\"}",
                "{v: {$dbPointer: {'$ref': 'a.b', '$id': {'$oid': '507f1f77bcf86cd799439011'}}}} | {\"const\": \"DBPointer\"}",
                "{v: [1, {a: [2]}]}                                 | {\"const\": [1, {\"a\": [2]}]}"
            })
    void schemasSeeEveryBsonTypeAsTheJsonThatAPersonWouldWrite(String document, String rule) throws IOException {
        for (String draft : List.of(DRAFT_7, DRAFT_2020)) {
            write("order/1.json", "{" + draft + ", \"required\": [\"v\"], \"properties\": {\"v\": " + rule + "}}");

            assertThat(violations(document)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{items: [{n: 1}, {n: 'SECRET'}]}  | items[1].n: type integer",
                "{items: [{n: 50}]}                | items[0].n: maximum 9",
                "{mail: 'SECRET'}                  | mail: format email",
                "{state: 'SECRET'}                 | state: enum [\"open\",\"closed\"]",
                "{extra: 'SECRET'}                 | the document: additionalProperties 'extra'",
                "{code: 'SECRET'}                  | code: pattern ^[0-9]+$"
            })
    void violationsTellFieldAndRuleAndNeverAValue(String document, String violation) throws IOException {
        for (String draft : List.of(DRAFT_7, DRAFT_2020)) {
            write("order/1.json", "{" + draft + """
                    , "additionalProperties": false, "properties": {
                      "items": {"items": {"properties": {"n": {"type": "integer", "maximum": 9}}}},
                      "mail": {"format": "email"},
                      "state": {"enum": ["open", "closed"]},
                      "code": {"pattern": "^[0-9]+$"}
                    }}""");

            assertThat(violations(document)).containsExactly(violation);
        }
    }

    @Test
    void versionsAreComparedAsNumbers() {
        assertThat(SchemaVersion.parse("10")).isGreaterThan(SchemaVersion.parse("v9.9"));
        assertThat(SchemaVersion.parse("v2"))
                .isEqualTo(SchemaVersion.parse("2.0"))
                .hasSameHashCodeAs(SchemaVersion.parse("2"));
    }

    private List<String> violations(String document) {
        return SchemaRegistry.read(directory)
                .versions("order")
                .lastEntry()
                .getValue()
                .violations(new RawBsonDocument(BsonDocument.parse(document), new BsonDocumentCodec()));
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
