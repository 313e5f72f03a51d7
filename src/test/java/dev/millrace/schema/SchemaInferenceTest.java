package dev.millrace.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaInferenceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 ; 2                                                  | int32",
                "1 ; {$numberLong: '5'}                                 | int64",
                "1 ; 1.5                                                | double",
                "{$numberLong: '9007199254740992'} ; 1.5                | double",
                "{$numberLong: '9007199254740993'} ; 1.5                | json",
                "1 ; {$numberLong: '9007199254740993'}                  | int64",
                "1 ; {$numberDecimal: '1.5'}                            | decimal",
                "{$numberLong: '9007199254740993'} ; {$numberDecimal: '1'} | decimal",
                "1.5 ; {$numberDecimal: '1.5'}                          | json",
                "1 ; 'text'                                             | json",
                "true ; 1                                               | json",
                "'text' ; null                                          | string",
                "null                                                   | json",
                "{$oid: '650000000000000000000001'}                     | objectId",
                "{$date: {$numberLong: '1'}}                            | date",
                "{$binary: {base64: 'AAH/', subType: '00'}}             | binary",
                "{$binary: {base64: 'AAH/', subType: '00'}} ; {$binary: {base64: 'AAH/', subType: '05'}} | json",
                "{$binary: {base64: 'ABEiM0RVZneImaq7zN3u/w==', subType: '04'}} | uuid",
                "{$binary: {base64: 'AAH/', subType: '02'}}             | json",
                "{$timestamp: {t: 1, i: 1}}                             | json",
                "{$minKey: 1}                                           | json",
                "{}                                                     | json",
                "{a: 1} ; 1                                             | json",
                "{a: 1} ; []                                            | json"
            })
    void findsTheNarrowestTypeThatHoldsAllValues(String values, String type) {
        SchemaInference inference = inference(Nesting.NATIVE, 10);
        for (String value : values.split(";")) {
            add(inference, "{v: " + value + "}");
        }

        assertThat(inference.schema().columns().getLast().type().word()).isEqualTo(type);
    }

    @Test
    void mergesTheFieldsOfDocumentsAndTheElementsOfArrays() {
        SchemaInference inference = inference(Nesting.NATIVE, 10);
        add(inference, "{d: {a: 1}, l: [1, null]}");
        add(inference, "{d: {b: 'x', a: 1.5}, l: [{$numberLong: '1'}]}");

        assertThat(inference.schema().columns())
                .containsExactly(
                        Column.of("_id", ColumnType.Scalar.JSON),
                        Column.of(
                                "d",
                                new ColumnType.Group(List.of(
                                        Column.of("a", ColumnType.Scalar.DOUBLE),
                                        Column.of("b", ColumnType.Scalar.STRING)))),
                        Column.of("l", new ColumnType.ListOf(ColumnType.Scalar.INT64)));
    }

    @Test
    void givesTheSameTypesInWhateverOrderValuesCome() {
        SchemaInference forwards = inference(Nesting.NATIVE, 10);
        add(forwards, "{v: 1}");
        add(forwards, "{v: {$numberLong: '9007199254740993'}}");
        add(forwards, "{v: 1.5}");
        SchemaInference backwards = inference(Nesting.NATIVE, 10);
        add(backwards, "{v: 1.5}");
        add(backwards, "{v: {$numberLong: '9007199254740993'}}");
        add(backwards, "{v: 1}");

        assertThat(forwards.schema()).isEqualTo(backwards.schema());
    }

    @Test
    void putsIdFirstAndTheOthersAsTheyWereFirstSeen() {
        SchemaInference inference = inference(Nesting.NATIVE, 10);
        add(inference, "{z: 1, _id: 1, a: 1}");
        add(inference, "{b: 1, a: 1}");

        assertThat(inference.schema().columns()).extracting(Column::field).containsExactly("_id", "z", "a", "b");
    }

    @Test
    void makesDocumentsAndArraysJsonWhereAsked() {
        SchemaInference inference = inference(Nesting.JSON, 10);
        add(inference, "{d: {a: 1}, l: [1]}");

        assertThat(inference.schema().columns()).extracting(Column::type).containsOnly(ColumnType.Scalar.JSON);
    }

    @Test
    void takesFieldNamesThatAreDataForData() {
        SchemaInference inference = inference(Nesting.NATIVE, 1_000);
        for (int day = 0; day < 100; day++) {
            add(inference, "{sales: {'day" + day + "': 1, 'day" + (day + 1) + "': 2}, total: 1}");
        }

        assertThat(inference.schema().columns())
                .containsExactly(
                        Column.of("_id", ColumnType.Scalar.JSON),
                        Column.of("sales", ColumnType.Scalar.JSON),
                        Column.of("total", ColumnType.Scalar.INT32));
    }

    @Test
    void makesTheWidestDocumentsJsonUntilTheColumnsAreFewEnough() {
        SchemaInference inference = inference(Nesting.NATIVE, 5);
        add(inference, "{_id: 1, wide: {a: 1, b: 1, c: 1, d: 1}, narrow: {a: 1, b: 1}, x: 1}");

        assertThat(inference.schema().columns())
                .extracting(column -> column.type().word())
                .containsExactly("int32", "json", "document", "int32");
    }

    @Test
    void leavesTheLastColumnsOutWhereAllAreScalarsAndTooMany() {
        SchemaInference inference = inference(Nesting.NATIVE, 3);
        add(inference, "{_id: 1, a: 1, b: 1, c: 1}");

        assertThat(inference.schema().columns()).extracting(Column::field).containsExactly("_id", "a", "b");
    }

    @Test
    void countsDocumentsThatAreNoBsonAndGoesOn() {
        SchemaInference inference = inference(Nesting.NATIVE, 3);
        byte[] broken = HexFormat.of().parseHex("0c0000001061000100000001");
        inference.add(broken, 0, broken.length);
        add(inference, "{a: 1}");

        assertThat(inference.skipped()).isEqualTo(1);
        assertThat(inference.documents()).isEqualTo(2);
        assertThat(inference.schema().columns()).extracting(Column::field).containsExactly("_id", "a");
    }

    @Test
    void hasAnIdColumnForAnEmptySample() {
        assertThat(inference(Nesting.NATIVE, 3).schema().columns())
                .containsExactly(Column.of("_id", ColumnType.Scalar.JSON));
    }

    private static SchemaInference inference(Nesting nesting, int maxColumns) {
        return new SchemaInference(new InferenceRules(nesting, maxColumns, Optional.empty()));
    }

    private static void add(SchemaInference inference, String json) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        new BsonDocumentCodec()
                .encode(
                        new BsonBinaryWriter(buffer),
                        BsonDocument.parse(json),
                        EncoderContext.builder().build());
        byte[] bytes = Arrays.copyOf(buffer.getInternalBuffer(), buffer.getSize());
        inference.add(bytes, 0, bytes.length);
    }
}
