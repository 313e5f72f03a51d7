package dev.millrace.sink.mongo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.RawBsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldPathsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: 1}|{a: 1}|''",
                "{a: 1}|{a: 2}|differs in a",
                "{a: 1}|{a: 1.0}|differs in a",
                "{a: 1, b: 2}|{b: 2, a: 1}|differs in the order of its fields",
                "{x: {a: 1, b: 2}}|{x: {b: 2, a: 1}}|differs in the order of fields in x",
                "{a: {b: [{c: 1}, {c: 2}]}}|{a: {b: [{c: 1}, {c: 3}]}}|differs in a.b.1.c",
                "{a: [1, 2]}|{a: [1]}|differs in a.1 (missing in the target)",
                "{a: 1}|{a: 1, b: {c: 2}}|differs in b (not in the source)",
                "{a: {}}|{a: []}|differs in a",
                "{a: null}|{}|differs in a (missing in the target)",
            })
    void namesTheFieldsThatDiffer(String source, String target, String sentence) {
        String found = new FieldPaths(false).between(RawBsonDocument.parse(source), RawBsonDocument.parse(target));

        assertThat(found).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: 1}|{a: 1.0}|differs in a ({\"$numberInt\": \"1\"} in the source, {\"$numberDouble\": \"1.0\"} in the"
                        + " target)",
                "{a: {b: 'x'}}|{a: {b: [1]}}|differs in a.b (\"x\" in the source, [{\"$numberInt\": \"1\"}] in the target)",
            })
    void showsValuesWithTheirTypes(String source, String target, String sentence) {
        String found = new FieldPaths(true).between(RawBsonDocument.parse(source), RawBsonDocument.parse(target));

        assertThat(found).isEqualTo(sentence);
    }
}
