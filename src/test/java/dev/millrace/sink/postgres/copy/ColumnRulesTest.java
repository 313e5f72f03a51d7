package dev.millrace.sink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.doubles.PostgresServer;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.schema.BsonBytes;
import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType.Scalar;
import dev.millrace.schema.TableSchema;
import dev.millrace.sink.postgres.table.ColumnMapping;
import dev.millrace.sink.postgres.table.MappingFile;
import dev.millrace.sink.postgres.table.ObjectIdForm;
import dev.millrace.sink.postgres.table.TableLayout;
import dev.millrace.sink.postgres.table.TableOptions;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a mapping file says becomes of values that are missing or do not fit, in a real PostgreSQL. */
class ColumnRulesTest {

    private static final TableSchema INFERRED =
            new TableSchema(List.of(Column.of("_id", Scalar.INT32), Column.of("v", Scalar.INT32)));

    @Test
    void putsMismatchesInRestAndDefaultsWhereNothingIs() throws Exception {
        assertRows("- {path: v, default: 7}", List.of("1|5|", "2||{\"v\": \"x\"}", "3|7|", "4|7|"), 0);
    }

    @Test
    void dropsMismatchesWhereNullIsChosen() throws Exception {
        assertRows("- {path: v, on-mismatch: null}", List.of("1|5|", "2||", "3||", "4||"), 1);
    }

    @Test
    void replacesMismatchesByTheDefault() throws Exception {
        assertRows(
                "- {path: v, column: V, default: 7, on-mismatch: default}", List.of("1|5|", "2|7|", "3|7|", "4|7|"), 1);
    }

    @Test
    void rejectsMismatches() {
        CopyEncoder encoder = encoder("- {path: v, on-mismatch: reject}");

        assertThat(encode(encoder, document(2).string("v", "x"))).contains("the field v", "integer");
        assertThat(encoder.batch().documents()).isZero();
    }

    @Test
    void failsOnMismatches() {
        CopyEncoder encoder = encoder("- {path: v, on-mismatch: fail}");

        assertThatExceptionOfType(MillraceException.class)
                .isThrownBy(() -> encode(encoder, document(2).string("v", "x")))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.FAILED));
    }

    @Test
    void takesDefaultsOfEachType() throws Exception {
        String yaml = """
                - {path: a, type: text, default: "ä"}
                - {path: b, type: numeric, default: 1.50}
                - {path: c, type: "numeric(10,2)", default: "3.1"}
                - {path: d, type: timestamptz, default: "2026-01-02T03:04:05Z"}
                - {path: e, type: objectId, default: "650000000000000000000001"}
                - {path: f, type: boolean, default: true}
                - {path: g, type: bigint, default: 5}
                - {path: h, type: double precision, default: 5}
                - {path: i, type: jsonb, default: {x: [1, a]}}
                - {path: j, type: uuid, default: "00112233-4455-6677-8899-aabbccddeeff"}
                """;

        assertThat(rows(encoder(yaml), yaml, document(1)))
                .containsExactly("1|ä|1.5|3.10|1767323045000|650000000000000000000001|true|5|5|{\"x\": [1, \"a\"]}|"
                        + "00112233-4455-6677-8899-aabbccddeeff|");
    }

    @Test
    void refusesADefaultThatDoesNotFit() {
        assertThatExceptionOfType(MillraceException.class)
                .isThrownBy(() -> encoder("- {path: v, type: integer, default: x}"))
                .withMessageContaining("default")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE));
    }

    private static void assertRows(String yaml, List<String> expected, long dropped) throws Exception {
        CopyEncoder encoder = encoder(yaml);

        List<String> rows = rows(
                encoder,
                yaml,
                document(1).int32("v", 5),
                document(2).string("v", "x"),
                document(3).nothing("v"),
                document(4));

        assertThat(rows).isEqualTo(expected);
        assertThat(encoder.counts().dropped()).isEqualTo(dropped);
    }

    private static List<String> rows(CopyEncoder encoder, String yaml, BsonBytes... documents) throws Exception {
        Arrays.stream(documents)
                .forEach(document -> assertThat(encode(encoder, document)).isNull());
        TableLayout layout = layout(MappingFile.parse("m.yaml", yaml));
        try (Connection connection = PostgresServer.shared().connect()) {
            CopiedTables tables = new CopiedTables(connection, layout);
            tables.copy(encoder.batch());
            return tables.rows(layout.root()).stream()
                    .map(row -> String.join(
                            "|",
                            row.stream()
                                    .map(value -> value == null ? "" : value)
                                    .toList()))
                    .toList();
        }
    }

    private static BsonBytes document(int id) {
        return BsonBytes.document().int32("_id", id);
    }

    private static String encode(CopyEncoder encoder, BsonBytes document) {
        byte[] bytes = document.toArray();
        return encoder.encode(bytes, 0, bytes.length);
    }

    private static CopyEncoder encoder(String yaml) {
        ColumnMapping mapping = MappingFile.parse("m.yaml", yaml);
        return new CopyEncoder(layout(mapping), mapping.schema(INFERRED), CopyRules.standard(), mapping.columnRules());
    }

    private static TableLayout layout(ColumnMapping mapping) {
        return TableLayout.of(
                new Namespace("shop", "mapped"),
                mapping.schema(INFERRED),
                new TableOptions("public", "", ObjectIdForm.TEXT, mapping.columnNames()));
    }
}
