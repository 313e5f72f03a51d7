package dev.millrace.publish.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.HandClock;
import dev.millrace.model.Change;
import dev.millrace.publish.Message;
import dev.millrace.publish.SampleEvents;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebeziumEncoderTest {

    private static final String UPDATE = """
            {_id: {_data: "8263"}, operationType: "update", clusterTime: {$timestamp: {t: 1700000000, i: 3}},
             wallTime: {$date: {$numberLong: "1700000000123"}}, ns: {db: "shop", coll: "orders"},
             lsid: {id: {$binary: {base64: "FA7YEzXgQXSX9OxmzllH2w==", subType: "04"}}}, txnNumber: {$numberLong: "7"},
             documentKey: {_id: {$numberLong: "1004"}},
             fullDocument: {_id: {$numberLong: "1004"}, name: "Anne \\"Marie\\"", at: {$date: {$numberLong: "5"}}, x: 1.5},
             fullDocumentBeforeChange: {_id: {$numberLong: "1004"}, name: "Anne"},
             updateDescription: {updatedFields: {name: "Anne \\"Marie\\""}, removedFields: ["old", "a.b"],
                                 truncatedArrays: [{field: "tags", newSize: 2}]}}""";

    private final DebeziumEncoder encoder = new DebeziumEncoder("fulfillment", "1.2.3", 64, new HandClock());

    @Test
    void writesDocumentsAsTextsOfJson() {
        BsonDocument value = value(UPDATE);

        assertThat(value.getString("before").getValue())
                .isEqualTo("{\"_id\": {\"$numberLong\": \"1004\"},\"name\": \"Anne\"}");
        assertThat(BsonDocument.parse(value.getString("after").getValue()))
                .isEqualTo(BsonDocument.parse("{_id: {$numberLong: '1004'}, name: 'Anne \"Marie\"',"
                        + " at: {$date: {$numberLong: '5'}}, x: 1.5}"));
    }

    @Test
    void writesTheFieldsOfAnUpdate() {
        BsonDocument description = value(UPDATE).getDocument("updateDescription");

        assertThat(description.toJson())
                .isEqualTo("{\"removedFields\": [\"old\", \"a.b\"], \"updatedFields\":"
                        + " \"{\\\"name\\\": \\\"Anne \\\\\\\"Marie\\\\\\\"\\\"}\","
                        + " \"truncatedArrays\": [{\"field\": \"tags\", \"size\": 2}]}");
    }

    @Test
    void tellsOfItsSource() {
        BsonDocument source = value(UPDATE).getDocument("source");

        assertThat(source).isEqualTo(BsonDocument.parse("""
                        {version: "1.2.3", connector: "mongodb", name: "fulfillment", snapshot: "false", db: "shop",
                         sequence: null, collection: "orders", ord: 3,
                         lsid: '{"id": {"$binary": "FA7YEzXgQXSX9OxmzllH2w==","$type": "04"}}', txnNumber: 7,
                         wallTime: {$numberLong: "1700000000123"}, ts_ms: {$numberLong: "1700000000000"},
                         ts_us: {$numberLong: "1700000000000000"}, ts_ns: {$numberLong: "1700000000000000000"}}"""));
    }

    @Test
    void tellsWhenItWasProcessed() {
        BsonDocument value = value(UPDATE);

        assertThat(value.getNumber("ts_ms").longValue()).isEqualTo(1_767_225_600_000L);
        assertThat(value.getNumber("ts_us").longValue()).isEqualTo(1_767_225_600_000_000L);
        assertThat(value.getNumber("ts_ns").longValue()).isEqualTo(1_767_225_600_000_000_000L);
        assertThat(value.get("transaction")).isEqualTo(BsonNull.VALUE);
        assertThat(value.keySet())
                .containsExactly(
                        "before",
                        "after",
                        "updateDescription",
                        "source",
                        "op",
                        "ts_ms",
                        "ts_us",
                        "ts_ns",
                        "transaction");
    }

    @ParameterizedTest
    @CsvSource({"insert, c", "update, u", "replace, u", "delete, d", "snapshot, r", "drop, m", "invalidate, m"})
    void hasALetterForEveryOperation(String operation, String letter) {
        String event = UPDATE.replace("operationType: \"update\"", "operationType: \"" + operation + "\"");

        assertThat(value(event).getString("op").getValue()).isEqualTo(letter);
    }

    @Test
    void marksWhatASnapshotRead() {
        String event = UPDATE.replace("operationType: \"update\"", "operationType: \"snapshot\"");

        assertThat(value(event).getDocument("source").getString("snapshot").getValue())
                .isEqualTo("true");
    }

    @Test
    void hasNoDocumentsWhereTheEventHasNone() {
        String delete = """
                {_id: {_data: "8264"}, operationType: "delete", ns: {db: "shop", coll: "orders"},
                 documentKey: {_id: "a\\"b"}}""";

        assertThat(value(delete))
                .containsAllEntriesOf(
                        Map.of("before", BsonNull.VALUE, "after", BsonNull.VALUE, "updateDescription", BsonNull.VALUE));
        assertThat(encode(delete).attributes()).containsEntry("key", "{\"id\": \"\\\"a\\\\\\\"b\\\"\"}");
    }

    @Test
    void hasTheWholeEventWhereItConcernsNoDocument() {
        BsonDocument message = value("""
                        {_id: {_data: "8264"}, operationType: "drop", ns: {db: "shop", coll: "orders"}}""").getDocument("message");

        assertThat(message.getString("prefix").getValue()).isEqualTo("drop");
        assertThat(BsonDocument.parse(message.getString("content").getValue()).getDocument("ns"))
                .isEqualTo(BsonDocument.parse("{db: 'shop', coll: 'orders'}"));
    }

    private BsonDocument value(String event) {
        return BsonDocument.parse(
                StandardCharsets.UTF_8.decode(encode(event).data()).toString());
    }

    private Message encode(String event) {
        return encoder.encode(Change.of(SampleEvents.of(event)));
    }
}
