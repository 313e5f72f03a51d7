package dev.millrace.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowMapperTest {

    private static final TableSchema SCHEMA = SchemaFile.parse("test", """
            {"columns": [
              {"name": "a", "type": "int32"},
              {"name": "d", "type": "document", "fields": [{"name": "x", "type": "double"}]},
              {"name": "l", "type": "array", "element": {"type": "string"}}
            ]}
            """);

    private final List<Recorded> targets = List.of(new Recorded(), new Recorded(), new Recorded(), new Recorded());

    @Test
    void writesTheLevelsOfTheDremelPaper() {
        RowMapper mapper = mapper(SCHEMA, false);

        write(mapper, BsonBytes.document());
        write(mapper, BsonBytes.document().document("d", BsonBytes.document()).array("l", BsonBytes.document()));
        write(
                mapper,
                BsonBytes.document()
                        .document("d", BsonBytes.document().float64("x", 1.5))
                        .array(
                                "l",
                                BsonBytes.document()
                                        .string("0", "p")
                                        .nothing("1")
                                        .string("2", "q")));

        assertThat(targets.get(1).calls).containsExactly("null r0 d0", "null r0 d1", "1.5 r0");
        assertThat(targets.get(2).calls).containsExactly("null r0 d0", "null r0 d1", "p r0", "null r1 d2", "q r1");
        assertThat(targets.get(3).calls).containsOnly("null r0 d0");
    }

    @Test
    void writesWhatHasNoColumnOrDoesNotFitUnderItsPath() {
        RowMapper mapper = mapper(SCHEMA, false);

        write(
                mapper,
                BsonBytes.document()
                        .string("a", "text")
                        .int32("a", 1)
                        .int32("extra", 2)
                        .nothing("gone")
                        .int32("a.b", 3)
                        .document("d", BsonBytes.document().int32("y", 4))
                        .array("l", BsonBytes.document().string("0", "p").int32("1", 5)));

        assertThat(targets.get(3).calls)
                .containsExactly(
                        "{\"a\": \"text\", \"a#2\": {\"$numberInt\": \"1\"}, \"extra\": {\"$numberInt\": \"2\"},"
                                + " \"a\\\\.b\": {\"$numberInt\": \"3\"}, \"d.y\": {\"$numberInt\": \"4\"}, \"l[1]\":"
                                + " {\"$numberInt\": \"5\"}} r0");
        assertThat(mapper.counts()).isEqualTo(new RowCounts(1, 0, 6));
    }

    /** The path of what comes behind them is its own. */
    @Test
    void writesDocumentsAndArraysThatAreNoneUnderTheirNames() {
        RowMapper mapper = mapper(SCHEMA, false);

        write(mapper, BsonBytes.document().int32("d", 5).string("l", "x").int32("extra", 1));

        assertThat(targets.get(3).calls)
                .containsExactly(
                        "{\"d\": {\"$numberInt\": \"5\"}, \"l\": \"x\", \"extra\": {\"$numberInt\": \"1\"}} r0");
    }

    @Test
    void namesNullFieldsWhereNullsAreKept() {
        RowMapper mapper = mapper(SCHEMA, true);

        write(
                mapper,
                BsonBytes.document()
                        .nothing("a")
                        .nothing("extra")
                        .document("d", BsonBytes.document().nothing("x")));

        assertThat(targets.get(3).calls).containsExactly("{\"a\": null, \"extra\": null, \"d.x\": null} r0");
    }

    @Test
    void wrapsWhatJsonCannotGiveBack() {
        RowMapper mapper = mapper(SCHEMA, false);

        write(mapper, BsonBytes.document().document("e", BsonBytes.document().string("$oid", "no")));

        assertThat(targets.get(3).calls.getFirst()).startsWith("{\"e!bson\": {\"$binary\": {\"base64\": ");
    }

    @Test
    void countsValuesThatWereWidened() {
        RowMapper mapper = mapper(SCHEMA, false);

        write(mapper, BsonBytes.document().document("d", BsonBytes.document().int32("x", 3)));
        write(mapper, BsonBytes.document().document("d", BsonBytes.document().int64("x", 1L << 60)));
        write(mapper, BsonBytes.document().document("d", BsonBytes.document().int64("x", Long.MAX_VALUE)));

        assertThat(targets.get(1).calls).containsExactly("3.0 r0", "1.152921504606847E18 r0", "null r0 d1");
        assertThat(mapper.counts()).isEqualTo(new RowCounts(3, 2, 1));
    }

    @Test
    void writesNothingOfADocumentThatIsNoBson() {
        RowMapper mapper = mapper(SCHEMA, false);
        byte[] document = BsonBytes.document()
                .int32("a", 1)
                .array("l", BsonBytes.document().string("0", "p"))
                .toArray();
        document[document.length - 3] = 7; // the zero byte behind the string

        assertThatExceptionOfType(MillraceException.class)
                .isThrownBy(() -> mapper.write(document, 0, document.length))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.DATA));
        assertThat(targets).allSatisfy(target -> assertThat(target.calls).isEmpty());
        assertThat(mapper.counts()).isEqualTo(new RowCounts(0, 0, 0));
    }

    @Test
    void rejectsADocumentWithoutAValueForAColumnThatIsNotNullable() {
        TableSchema schema = SchemaFile.parse(
                "test", "{\"columns\": [{\"name\": \"a\", \"type\": \"int32\", \"nullable\": false}]}");
        RowMapper mapper = new RowMapper(schema, MappingRules.keepingNulls(false), List.copyOf(targets.subList(2, 4)));

        write(mapper, BsonBytes.document().int32("a", 1));
        for (BsonBytes lacking : List.of(
                BsonBytes.document(),
                BsonBytes.document().nothing("a"),
                BsonBytes.document().string("a", "text"),
                BsonBytes.document().string("a", "text").int32("a", 1))) {
            assertThatExceptionOfType(MillraceException.class)
                    .isThrownBy(() -> write(mapper, lacking))
                    .withMessageContaining("'a'");
        }

        assertThat(targets.get(2).calls).containsExactly("1 r0");
    }

    private RowMapper mapper(TableSchema schema, boolean keepNulls) {
        return new RowMapper(schema, MappingRules.keepingNulls(keepNulls), List.copyOf(targets));
    }

    private static void write(RowMapper mapper, BsonBytes document) {
        byte[] bytes = document.toArray();
        mapper.write(bytes, 0, bytes.length);
    }

    private static final class Recorded implements ColumnTarget {

        private final List<String> calls = new ArrayList<>();

        @Override
        public void writeNull(int repetition, int definition) {
            calls.add("null r" + repetition + " d" + definition);
        }

        @Override
        public void writeBoolean(boolean value, int repetition) {
            calls.add(value + " r" + repetition);
        }

        @Override
        public void writeInt(int value, int repetition) {
            calls.add(value + " r" + repetition);
        }

        @Override
        public void writeLong(long value, int repetition) {
            calls.add(value + " r" + repetition);
        }

        @Override
        public void writeDouble(double value, int repetition) {
            calls.add(value + " r" + repetition);
        }

        @Override
        public void writeBytes(byte[] bytes, int offset, int length, int repetition) {
            calls.add(new String(bytes, offset, length, StandardCharsets.UTF_8) + " r" + repetition);
        }
    }
}
