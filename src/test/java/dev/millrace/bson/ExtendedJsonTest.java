package dev.millrace.bson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExtendedJsonTest {

    private final JsonBuffer out = new JsonBuffer(0);

    static List<byte[]> everyType() {
        return Bson.everyType();
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void writesWhatTheDriverWritesInBothModes(byte[] document) {
        for (JsonMode mode : JsonMode.values()) {
            assertThat(json(mode, document)).isEqualTo(DriverJson.of(mode, document));
        }
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void writesWhatTheDriverReadsBackAsTheSameBytes(byte[] document) {
        assertThat(Bson.of(json(JsonMode.CANONICAL, document))).isEqualTo(document);
    }

    /** The server's own answer in canonical form, beside the bytes of the same documents. */
    @Test
    void meansWhatTheServerAnswered() {
        List<BsonDocument> answered = Bson.transcript("types.json")
                .get(1)
                .asDocument()
                .getDocument("reply")
                .getDocument("cursor")
                .getArray("firstBatch")
                .stream()
                .map(value -> value.asDocument())
                .toList();

        List<BsonDocument> written = everyType().stream()
                .map(document -> BsonDocument.parse(json(JsonMode.CANONICAL, document)))
                .toList();

        assertThat(written).isEqualTo(answered);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'d': {'$date': {'$numberLong': '1709209801250'}}} | {\"d\": {\"$date\": \"2024-02-29T12:30:01.250Z\"}}",
                "{'d': {'$date': {'$numberLong': '1709209801000'}}} | {\"d\": {\"$date\": \"2024-02-29T12:30:01Z\"}}",
                "{'d': {'$date': {'$numberLong': '253402300799999'}}} | {\"d\": {\"$date\": \"9999-12-31T23:59:59.999Z\"}}",
                "{'d': {'$date': {'$numberLong': '253402300800000'}}} | {\"d\": {\"$date\": {\"$numberLong\": \"253402300800000\"}}}",
                "{'d': {'$date': {'$numberLong': '-1'}}} | {\"d\": {\"$date\": {\"$numberLong\": \"-1\"}}}",
                "{'v': {'$numberDouble': 'NaN'}} | {\"v\": {\"$numberDouble\": \"NaN\"}}",
                "{'v': {'$numberDouble': '-Infinity'}} | {\"v\": {\"$numberDouble\": \"-Infinity\"}}",
                "{'v': {'$numberDouble': '-0.0'}} | {\"v\": -0.0}",
                "{'v': {'$dbPointer': {'$ref': 'a.b', '$id': {'$oid': '650000000000000000000002'}}}}"
                        + " | {\"v\": {\"$dbPointer\": {\"$ref\": \"a.b\", \"$id\": {\"$oid\": \"650000000000000000000002\"}}}}",
                "{'': 1, 'a': {}, 'a': []} | {\"\": 1, \"a\": {}, \"a\": []}",
            })
    void writesRelaxedFormsOfTheSpecification(String source, String expected) {
        assertThat(json(JsonMode.RELAXED, Bson.of(source))).isEqualTo(expected);
    }

    @Test
    void sortsTheOptionsOfARegex() {
        byte[] document = Bson.hex("0d000000 0b 7200 6100 786d6900 00".replace("0d000000", "0e000000"));

        assertThat(json(JsonMode.CANONICAL, document))
                .isEqualTo("{\"r\": {\"$regularExpression\": {\"pattern\": \"a\", \"options\": \"imx\"}}}");
    }

    @Test
    void writesTwoHundredLevelsThatTheDriverReadsBack() {
        byte[] document = BsonCursorTest.nested(200);

        String json = json(JsonMode.CANONICAL, document);

        assertThat(Bson.of(json)).isEqualTo(document);
    }

    @Test
    void writesAHundredThousandLevels() {
        String json = json(JsonMode.RELAXED, BsonCursorTest.nested(100_000));

        assertThat(json).hasSize(100_000 * "{\"d\": }".length() + 2);
    }

    @Test
    void writesTheValueThatACursorStandsOn() {
        byte[] document =
                Bson.of("{\"a\": [{\"$numberLong\": \"1\"}, {\"$code\": \"f\", \"$scope\": {\"x\": 2}}], \"b\": 1.5}");
        BsonCursor cursor = new BsonCursor();
        cursor.open(document, 0, document.length);
        ExtendedJson canonical = new ExtendedJson(JsonMode.CANONICAL);

        cursor.next();
        canonical.writeValue(cursor, out);

        assertThat(out)
                .hasToString(
                        "[{\"$numberLong\": \"1\"}, {\"$code\": \"f\", \"$scope\": {\"x\": {\"$numberInt\": \"2\"}}}]");
        assertThat(cursor.next()).as("the cursor goes on behind the value").isTrue();
    }

    /** Stray continuation, cut off, overlong, surrogate, beyond U+10FFFF; each in a string and in a name. */
    @ParameterizedTest
    @CsvSource({"80", "c3", "c0af", "eda080", "f4908080", "e6b0", "ff"})
    void refusesTextThatIsNotUtf8AndLeavesTheBufferAsItWas(String bad) {
        int length = bad.length() / 2;
        byte[] inString = Bson.hex("%02x000000 02 6100 %02x000000 78%s00 00".formatted(14 + length, 2 + length, bad));
        byte[] inName = Bson.hex("%02x000000 0a 78%s00 00".formatted(8 + length, bad));
        out.raw(Digits.ascii("before"));

        for (byte[] document : List.of(inString, inName)) {
            assertThatThrownBy(() -> write(JsonMode.RELAXED, document))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.DATA))
                    .hasMessageStartingWith("corrupt BSON at byte " + (document == inString ? 12 : 6) + ":");
            assertThat(out).hasToString("before");
        }
    }

    private String json(JsonMode mode, byte[] document) {
        out.clear();
        write(mode, document);
        return out.toString();
    }

    private void write(JsonMode mode, byte[] document) {
        new ExtendedJson(mode).writeDocument(document, 0, document.length, out);
    }

    @Test
    void composesAnObjectFromParts() {
        RawBsonDocument document = new RawBsonDocument(Bson.of("{\"x\": {\"$numberInt\": \"7\"}}"));
        byte[] bytes = document.getByteBuffer().array();

        out.startObject();
        out.name("doc");
        new ExtendedJson(JsonMode.CANONICAL).writeDocument(bytes, 0, bytes.length, out);
        out.name("list \"é\"");
        out.startArray();
        for (int i = 0; i < 3; i++) {
            out.element();
            out.integer(i - 1);
        }
        out.endArray();
        out.endObject();

        assertThat(out).hasToString("{\"doc\": {\"x\": {\"$numberInt\": \"7\"}}, \"list \\\"é\\\"\": [-1, 0, 1]}");
    }
}
