package dev.millrace.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.UuidRepresentation;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UUIDs of subtype 3, compared with what MongoDB's driver makes of them. */
class LegacyUuidTest {

    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    @ParameterizedTest
    @CsvSource({"UUID_JAVA, JAVA_LEGACY", "UUID_CSHARP, C_SHARP_LEGACY", "UUID_PYTHON, PYTHON_LEGACY"})
    void areReadAsTheDriverThatWroteThemMeantThem(ColumnType.Scalar type, UuidRepresentation driver) {
        byte[] document = document(new BsonBinary(ID, driver));
        SchemaInference inference = new SchemaInference(new InferenceRules(Nesting.JSON, 10, Optional.of(type)));
        inference.add(document, 0, document.length);

        TableSchema schema = inference.schema();

        assertThat(schema.columns()).contains(Column.of("u", type));
        assertThat(TableSchema.fromBson(schema.toBson())).isEqualTo(schema);
        assertThat(values(schema, document)).containsExactly(new BsonBinary(ID).getData());
    }

    @Test
    void areBinaryWhereNothingIsSaidAboutThem() {
        byte[] document = document(new BsonBinary(ID, UuidRepresentation.JAVA_LEGACY));
        SchemaInference inference = new SchemaInference(InferenceRules.of(Nesting.JSON));
        inference.add(document, 0, document.length);

        assertThat(inference.schema().columns()).contains(Column.of("u", new ColumnType.Binary(3)));
    }

    @Test
    void leaveOtherBinaryOfTheirColumnToTheRest() {
        byte[] document = document(new BsonBinary(ID));
        TableSchema schema = new TableSchema(List.of(Column.of("u", ColumnType.Scalar.UUID_JAVA)));

        assertThat(values(schema, document)).isEmpty();
    }

    private static List<byte[]> values(TableSchema schema, byte[] document) {
        List<byte[]> values = new ArrayList<>();
        Recorded uuids = new Recorded();
        List<Recorded> targets = new ArrayList<>();
        schema.columns().forEach(column -> targets.add(column.name().equals("u") ? uuids : new Recorded()));
        targets.add(new Recorded());
        new RowMapper(schema, MappingRules.keepingNulls(false), targets).write(document, 0, document.length);
        values.addAll(uuids.values);
        return values;
    }

    private static byte[] document(BsonBinary value) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        new BsonDocumentCodec()
                .encode(
                        new BsonBinaryWriter(buffer),
                        new BsonDocument("u", value),
                        EncoderContext.builder().build());
        return buffer.toByteArray();
    }

    /** Keeps the bytes that are written. */
    private static final class Recorded implements ColumnTarget {

        private final List<byte[]> values = new ArrayList<>();

        @Override
        public void writeNull(int repetition, int definition) {}

        @Override
        public void writeBoolean(boolean value, int repetition) {}

        @Override
        public void writeInt(int value, int repetition) {}

        @Override
        public void writeLong(long value, int repetition) {}

        @Override
        public void writeDouble(double value, int repetition) {}

        @Override
        public void writeBytes(byte[] bytes, int offset, int length, int repetition) {
            values.add(Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }
}
