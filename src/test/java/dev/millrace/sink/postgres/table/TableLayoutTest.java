package dev.millrace.sink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.ColumnType.Scalar;
import dev.millrace.schema.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableLayoutTest {

    private static final TableOptions PLAIN = new TableOptions("public", "", ObjectIdForm.TEXT);

    @ParameterizedTest
    @CsvSource({
        "shippingAddress,shipping_address",
        "HTTPServer,http_server",
        "parseURL2Text,parse_url2_text",
        "already_snake,already_snake",
        "Case,case_",
        "order,order_",
        "xmin,xmin_",
        "2nd,_2nd",
        "a.b,a_b",
        "a-b c,a_b_c",
        "größe,größe",
        "ÄPFEL,äpfel",
        "😀,_",
        "'',_",
        "_hidden,_hidden"
    })
    void makesNamesThatNeedNoQuotes(String field, String column) {
        TableLayout layout = layout(Column.of(field, Scalar.STRING));

        assertThat(layout.root().columns()).map(PostgresColumn::name).containsExactly("_id", column, "_rest");
    }

    @Test
    void givesEachNameOnce() {
        TableLayout layout = layout(
                Column.of("userName", Scalar.STRING),
                Column.of("user_name", Scalar.STRING),
                Column.of("USER_NAME", Scalar.STRING),
                Column.of("_Id", Scalar.STRING),
                Column.of("-rest", Scalar.STRING));

        assertThat(layout.root().columns())
                .map(PostgresColumn::name)
                .containsExactly("_id", "user_name", "user_name_2", "user_name_3", "_id_2", "_rest_2", "_rest");
    }

    @Test
    void cutsNamesOf63BytesAtACharacter() {
        TableLayout layout = layout(
                Column.of("ä".repeat(40), Scalar.STRING),
                Column.of("ä".repeat(41), Scalar.STRING),
                Column.of("x".repeat(62) + "äää", Scalar.STRING));

        assertThat(layout.root().columns())
                .map(PostgresColumn::name)
                .containsExactly("_id", "ä".repeat(31), "ä".repeat(30) + "_2", "x".repeat(62), "_rest")
                .allMatch(name -> name.getBytes(StandardCharsets.UTF_8).length <= 63);
    }

    @Test
    void namesTheTypeOfEachColumn() {
        TableLayout layout = layout(Stream.of(Scalar.values())
                .map(type -> Column.of(type.word(), type))
                .toArray(Column[]::new));

        assertThat(layout.root().columns())
                .map(PostgresColumn::sqlType)
                .containsExactly(
                        "jsonb",
                        "double precision",
                        "integer",
                        "bigint",
                        "boolean",
                        "text",
                        "numeric",
                        "text",
                        "timestamptz",
                        "uuid",
                        "uuid",
                        "uuid",
                        "uuid",
                        "jsonb",
                        "jsonb");
        assertThat(layout(
                                Column.of("d", new ColumnType.Decimal(38, 2)),
                                Column.of("b", new ColumnType.Binary(0)),
                                Column.of("l", new ColumnType.ListOf(Scalar.STRING)))
                        .root()
                        .columns())
                .map(PostgresColumn::sqlType)
                .containsExactly("jsonb", "numeric(38,2)", "bytea", "jsonb", "jsonb");
    }

    @Test
    void makesTheIdTheKeyWhateverItsType() {
        TableLayout layout = layout(
                Column.of("a", Scalar.INT32),
                Column.of("_id", new ColumnType.Group(List.of(Column.of("x", Scalar.INT32)))));

        assertThat(layout.root().columns().getFirst()).isEqualTo(new PostgresColumn("_id", "_id", "jsonb", false));
        assertThat(layout.root().key()).containsExactly("_id");
    }

    @Test
    void givesArraysOfDocumentsTablesWithTheWholeKeyChain() {
        ColumnType parts = new ColumnType.ListOf(new ColumnType.Group(List.of(Column.of("ordinal", Scalar.INT32))));
        ColumnType items = new ColumnType.ListOf(
                new ColumnType.Group(List.of(Column.of("sku", Scalar.STRING), Column.of("parts", parts))));
        TableLayout layout = layout(
                Column.of("_id", Scalar.OBJECT_ID),
                Column.of(
                        "address",
                        new ColumnType.Group(List.of(Column.of("lineItems", items), Column.of("city", Scalar.STRING)))),
                Column.of("log.x", new ColumnType.ListOf(new ColumnType.Group(List.of(Column.of("at", Scalar.DATE))))));

        assertThat(layout.tables())
                .map(PostgresTable::name)
                .containsExactly(
                        "orders", "orders_address_line_items", "orders_address_line_items_parts", "orders_log_x");
        assertThat(layout.tables())
                .map(PostgresTable::path)
                .containsExactly("", "address.lineItems", "address.lineItems.parts", "log\\.x");
        assertThat(layout.tables().get(2).columns())
                .containsExactly(
                        new PostgresColumn("orders_id", "_id", "text", false),
                        new PostgresColumn("address_line_items_ordinal", "", "integer", false),
                        new PostgresColumn("ordinal", "", "integer", false),
                        new PostgresColumn("ordinal_2", "address.lineItems.parts.ordinal", "integer", true));
        assertThat(layout.tables().get(2).key()).containsExactly("orders_id", "address_line_items_ordinal", "ordinal");
        assertThat(List.of(layout.parent(0), layout.parent(1), layout.parent(2), layout.parent(3)))
                .containsExactly(-1, 0, 1, 0);
        assertThat(layout.root().columns()).map(PostgresColumn::name).containsExactly("_id", "address_city", "_rest");
    }

    @Test
    void takesChosenNamesAsTheyAre() {
        TableOptions options =
                new TableOptions("My Schema", "Orders!", ObjectIdForm.BYTEA, Map.of("userName", "User Name"));
        TableLayout layout = TableLayout.of(
                new Namespace("shop", "orders"),
                new TableSchema(List.of(Column.of("_id", Scalar.OBJECT_ID), Column.of("userName", Scalar.STRING))),
                options);

        assertThat(layout.root().schema()).isEqualTo("My Schema");
        assertThat(layout.root().name()).isEqualTo("Orders!");
        assertThat(layout.root().columns())
                .containsExactly(
                        new PostgresColumn("_id", "_id", "bytea", false),
                        new PostgresColumn("User Name", "userName", "text", true),
                        new PostgresColumn("_rest", "", "jsonb", true));
    }

    @Test
    void refusesNamesThatPostgresCannotHave() {
        for (String name : List.of("x".repeat(64), "a\0b")) {
            assertThatExceptionOfType(MillraceException.class)
                    .isThrownBy(() -> new TableOptions("public", name, ObjectIdForm.TEXT))
                    .withMessageContaining("table");
        }
    }

    @Test
    void saysWhichPathIsInWhichColumn() {
        TableLayout layout =
                layout(Column.of("address", new ColumnType.Group(List.of(Column.of("zip.code", Scalar.STRING)))));

        assertThat(layout.mapping().toJson())
                .isEqualTo("{\"tables\": [{\"table\": \"orders\", \"path\": \"\", \"columns\": ["
                        + "{\"column\": \"_id\", \"path\": \"_id\", \"type\": \"jsonb\"}, "
                        + "{\"column\": \"address_zip_code\", \"path\": \"address.zip\\\\.code\", \"type\": \"text\"}, "
                        + "{\"column\": \"_rest\", \"path\": \"\", \"type\": \"jsonb\"}]}]}");
    }

    private static TableLayout layout(Column... columns) {
        return TableLayout.of(new Namespace("shop", "orders"), new TableSchema(List.of(columns)), PLAIN);
    }
}
