package dev.millrace.schema.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bson.edit.Edit;
import dev.millrace.bson.edit.Edits;
import dev.millrace.bson.edit.FieldPath;
import dev.millrace.bson.edit.OpenDocument;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.schema.registry.SchemaVersion;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    private static final String DOCUMENT = """
            {first: 'Ann', last: 'Lee', n: 7, big: {$numberLong: '9000000000'}, price: {$numberDecimal: '1.10'}, d: 0.5,
             none: null, items: [{p: 1, t: ['a', 'b']}, {p: 2}, {q: 3}], 'odd name': {x: true}, at: {$date: '2026-11-21T10:00:00Z'}}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$.first + ' ' + $.last         | 'Ann Lee'",
                "$.n                            | 7",
                "$.n * 2 + 1                    | 15",
                "1 + $.n * 2                    | 15",
                "(1 + $.n) * 2                  | 16",
                "$.n / 2                        | 3.5",
                "$.n - 8                        | -1",
                "14 / $.n                       | 2",
                "$.big + 1                      | {$numberLong: '9000000001'}",
                "$.price * $.n                  | {$numberDecimal: '7.70'}",
                "$.d + 1                        | 1.5",
                "sum($.items[*].p)              | 3",
                "sum($.items[*].nothing)        | 0",
                "count($.items[*])              | 3",
                "max($.items[*].p)              | 2",
                "min($.items[*].p, $.d)         | 0.5",
                "first($.items[*].p)            | 1",
                "last($.items[*].p)             | 2",
                "$.items[*].p                   | [1, 2]",
                "$.items[*].nothing             | []",
                "$.items[0].t                   | ['a', 'b']",
                "$.items[-1].q                  | 3",
                "$.items[0].t[1]                | 'b'",
                "$['odd name'].x                | true",
                "$['odd name']                  | {x: true}",
                "$.items[*].*                   | [1, ['a', 'b'], 2, 3]",
                "join(', ', $.first, $.last)    | 'Ann, Lee'",
                "concat($.first, $.n)           | 'Ann7'",
                "upper($.first)                 | 'ANN'",
                "lower($.first) + trim(' x ')   | 'annx'",
                "coalesce($.gone, $.none, $.n)  | 7",
                "coalesce($.gone, 'x')          | 'x'",
                "$.at                           | {$date: '2026-11-21T10:00:00Z'}",
                "true                           | true",
                "null                           | null",
                "'$.n'                          | '$.n'"
            })
    void computesWhatItSays(String expression, String expected) {
        assertThat(computed(expression))
                .isEqualTo(BsonDocument.parse("{v: " + expected + "}").get("v"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.gone", "$.gone + 1", "upper($.gone)", "$.items[7].p", "first($.gone[*])", "$.first.x"})
    void whatNeedsSomethingThatIsMissingSetsNothing(String expression) {
        assertThat(computed(expression)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$.first * 2       | cannot compute v: cannot calculate with values that are no numbers",
                "$.items + 1       | cannot compute v: cannot calculate with documents and arrays",
                "$.items[*].p + 1  | cannot compute v: needs one value",
                "$.n / 0 + $.price / 0 | cannot compute v: a number divided by zero",
                "max($.first, $.n) | cannot compute v: cannot compare values of different types"
            })
    void whatCannotBeComputedIsToldWithoutValues(String expression, String problem) {
        assertThatThrownBy(() -> computed(expression)).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.DATA);
            assertThat(e.problem()).contains(problem).doesNotContain("Ann");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$.", "$.a[", "$.a[x]", "'open", "1 2", "f(", "sum($.a", "$.a +", "1.2.3", "* 2"})
    void wrongExpressionsAreToldWithTheirPlace(String expression) {
        assertThatThrownBy(() -> Expression.parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at character");
    }

    private static BsonValue computed(String expression) {
        OpenDocument document = OpenDocument.of(BsonDocument.parse(DOCUMENT));
        Edit edit = MigrationStep.compute(FieldPath.parse("v"), Expression.parse(expression));
        edit.document(document, _ -> null);
        return BsonDocument.parse(document.bytes().toJson()).get("v");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "string    | 5                              | '5'",
                "string    | 5.0                            | '5'",
                "string    | {$oid: '507f1f77bcf86cd799439011'} | '507f1f77bcf86cd799439011'",
                "int       | '5'                            | 5",
                "int       | 5.0                            | 5",
                "int       | 5.5                            | -",
                "int       | {$numberLong: '9000000000'}    | -",
                "long      | {$date: '1970-01-01T00:00:01Z'} | {$numberLong: '1000'}",
                "long      | true                           | {$numberLong: '1'}",
                "double    | {$numberLong: '9007199254740993'} | -",
                "double    | '1.5'                          | 1.5",
                "decimal   | '1.50'                         | {$numberDecimal: '1.50'}",
                "decimal   | '1e999999999'                  | -",
                "decimal   | 'x'                            | -",
                "bool      | 'True'                         | true",
                "bool      | 0                              | false",
                "bool      | 2                              | -",
                "date      | '2026-11-21'                   | {$date: '2026-11-21T00:00:00Z'}",
                "date      | '2026-11-21 10:00:00'          | {$date: '2026-11-21T10:00:00Z'}",
                "date      | '2026-11-21T10:00:00-02:00'    | {$date: '2026-11-21T12:00:00Z'}",
                "date      | {$numberLong: '1000'}          | {$date: '1970-01-01T00:00:01Z'}",
                "date      | 'tomorrow'                     | -",
                "object_id | '507f1f77bcf86cd799439011'     | {$oid: '507f1f77bcf86cd799439011'}",
                "object_id | 'x'                            | -",
                "decimal   | null                           | null"
            })
    void convertsWithoutLoss(String type, String value, String expected) {
        BsonValue converted = Conversion.of(type)
                .convert(BsonDocument.parse("{v: " + value + "}").get("v"));

        assertThat(converted)
                .isEqualTo(
                        expected == null
                                ? null
                                : BsonDocument.parse("{v: " + expected + "}").get("v"));
    }

    @Test
    void theShortestRouteIsTaken() {
        MigrationRoutes routes = new MigrationRoutes(
                List.of(migration(1, 2), migration(2, 3), migration(3, 4), migration(2, 4), migration(5, 6)),
                SchemaVersion.parse("4"));

        assertThat(routes.from(SchemaVersion.parse("1"))).hasSize(2);
        assertThat(steps(routes, "1")).isEqualTo("{a: 1, to2: 1, to4: 2}");
        assertThat(steps(routes, "3")).isEqualTo("{a: 1, to4: 3}");
        assertThat(routes.from(SchemaVersion.parse("4"))).isEmpty();
        assertThat(routes.from(SchemaVersion.parse("5"))).isNull();
    }

    private static Migration migration(int from, int to) {
        return new Migration(
                SchemaVersion.parse("" + from),
                SchemaVersion.parse("" + to),
                List.of(Edits.setDefault(FieldPath.parse("to" + to), new BsonInt32(from))));
    }

    private static String steps(MigrationRoutes routes, String from) {
        OpenDocument document = OpenDocument.of(BsonDocument.parse("{a: 1}"));
        routes.from(SchemaVersion.parse(from)).forEach(edit -> edit.document(document, _ -> new BsonString("")));
        return document.bytes().toJson().replace("\"", "");
    }
}
