package dev.millrace.sink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.ColumnType.Scalar;
import dev.millrace.schema.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingFileTest {

    private static final TableSchema INFERRED = new TableSchema(List.of(
            Column.of("_id", Scalar.OBJECT_ID),
            Column.of("age", Scalar.INT32),
            Column.of("address", new ColumnType.Group(List.of(Column.of("city", Scalar.STRING))))));

    @Test
    void makesASchemaOfTheListedColumnsAndTheId() {
        ColumnMapping mapping = MappingFile.parse("m.yaml", """
                columns:
                  - path: address.city
                    column: city
                    default: unknown
                    on-mismatch: default
                  - path: total
                    type: numeric(12, 2)
                  - path: age
                    type: bigint
                    default: 5
                    on-mismatch: null
                  - path: a\\.b
                """);

        assertThat(mapping.schema(INFERRED))
                .isEqualTo(new TableSchema(List.of(
                        Column.of("_id", Scalar.OBJECT_ID),
                        Column.of("address", new ColumnType.Group(List.of(Column.of("city", Scalar.STRING)))),
                        Column.of("total", new ColumnType.Decimal(12, 2)),
                        Column.of("age", Scalar.INT64),
                        Column.of("a.b", Scalar.JSON))));
        assertThat(mapping.columnNames()).isEqualTo(Map.of("address.city", "city"));
        assertThat(mapping.columnRules())
                .isEqualTo(Map.of(
                        "address.city",
                        new ColumnRule(OnMismatch.DEFAULT, new BsonString("unknown")),
                        "total",
                        ColumnRule.USUAL,
                        "age",
                        new ColumnRule(OnMismatch.NULL, new BsonInt32(5)),
                        "a\\.b",
                        ColumnRule.USUAL));
    }

    @Test
    void changesNothingWithoutColumns() {
        assertThat(ColumnMapping.NONE.schema(INFERRED)).isEqualTo(INFERRED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'[]' | columns needs a list",
                "'columns: 5' | columns needs a list",
                "'fields: []' | fields is not known",
                "'- 5' | columns[0] is no column",
                "'- column: x' | columns[0].path is missing",
                "'[{path: a}, {path: b, typ: text}]' | columns[1].typ is not known",
                "'- {path: a, type: varchar}' | columns[0].type is 'varchar'",
                "'- {path: a, type: \"numeric(99,2)\"}' | columns[0].type is wrong",
                "'- {path: a, on-mismatch: ignore}' | columns[0].on-mismatch is 'ignore'",
                "'- {path: a, on-mismatch: default}' | columns[0].on-mismatch is default, and there is none",
                "'- {path: [a]}' | columns[0].path is not a text",
                "'- {path: a' | is not readable YAML"
            })
    void namesThePlaceOfAnError(String yaml, String problem) {
        assertThatExceptionOfType(MillraceException.class)
                .isThrownBy(() -> MappingFile.parse("m.yaml", yaml))
                .withMessageContaining("m.yaml")
                .withMessageContaining(problem)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'[{path: a}, {path: a}]'", "'[{path: a}, {path: a.b}]'", "'[{path: a.b}, {path: a}]'"})
    void refusesTwoColumnsForOneField(String yaml) {
        assertThatExceptionOfType(MillraceException.class)
                .isThrownBy(() -> MappingFile.parse("m.yaml", yaml).schema(INFERRED))
                .withMessageContaining("two columns");
    }

    @Test
    void saysThatAFileIsNotThere() {
        assertThatExceptionOfType(MillraceException.class)
                .isThrownBy(() -> MappingFile.read(Path.of("no-such-file.yaml")))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
    }
}
