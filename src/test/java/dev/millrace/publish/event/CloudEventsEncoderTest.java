package dev.millrace.publish.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.Change;
import dev.millrace.publish.Message;
import dev.millrace.publish.SampleEvents;
import java.nio.charset.StandardCharsets;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class CloudEventsEncoderTest {

    private static final String INSERT = """
            {_id: {_data: "8263"}, operationType: "insert", clusterTime: {$timestamp: {t: 1700000000, i: 3}},
             wallTime: {$date: "2023-11-14T22:13:20.123Z"}, ns: {db: "shop", coll: "große orders"},
             documentKey: {_id: {$oid: "6553f17b6d696c6c000004d2"}},
             fullDocument: {_id: {$oid: "6553f17b6d696c6c000004d2"}, total: 3}}""";

    private final CloudEventsEncoder encoder = new CloudEventsEncoder("main", 64);

    @Test
    void putsEveryRequiredAttributeIntoTheMessage() {
        Message message = encode(INSERT);

        assertThat(message.attributes())
                .containsEntry("ce-specversion", "1.0")
                .containsEntry("ce-id", "8263")
                .containsEntry("ce-source", "/mongodb/main/shop/gro%C3%9Fe%20orders")
                .containsEntry("ce-type", "dev.millrace.change.insert")
                .containsEntry("ce-subject", "6553f17b6d696c6c000004d2")
                .containsEntry("ce-time", "2023-11-14T22:13:20.123Z")
                .containsEntry("ce-datacontenttype", "application/json")
                .containsEntry("content-type", "application/json")
                .containsEntry("contentType", "application/json")
                .containsEntry("ce-partitionkey", message.orderingKey())
                .containsEntry("eventId", "8263")
                .containsEntry("namespace", "shop.große orders");
    }

    @Test
    void hasTheEventAsItsData() {
        BsonDocument data = BsonDocument.parse(
                StandardCharsets.UTF_8.decode(encode(INSERT).data()).toString());

        assertThat(data.getString("operationType").getValue()).isEqualTo("insert");
        assertThat(data.getDocument("fullDocument").getInt32("total").getValue())
                .isEqualTo(3);
    }

    @Test
    void takesTheTimeOfTheClusterWhereTheServerSaysNoOther() {
        Message message = encode("""
                {_id: {_data: "8264"}, operationType: "drop", clusterTime: {$timestamp: {t: 1700000000, i: 3}},
                 ns: {db: "shop", coll: "orders"}}""");

        assertThat(message.attributes())
                .containsEntry("ce-time", "2023-11-14T22:13:20Z")
                .containsEntry("ce-source", "/mongodb/main/shop/orders")
                .doesNotContainKey("ce-subject");
    }

    @Test
    void canDoWithoutATime() {
        Message message = encode("{_id: {_data: '8265'}, operationType: 'invalidate'}");

        assertThat(message.attributes())
                .containsEntry("ce-source", "/mongodb/main")
                .containsEntry("ce-type", "dev.millrace.change.invalidate")
                .doesNotContainKeys("ce-time", "ce-subject");
    }

    @Test
    void hashesAResumeTokenThatIsTooLongForAnAttribute() {
        String insert = INSERT.replace("{_data: \"8263\"}", "{token: '" + "x".repeat(2000) + "'}");

        assertThat(encode(insert).attributes().get("ce-id"))
                .matches("sha256-[0-9a-f]{64}")
                .isEqualTo(encode(insert).attributes().get("eventId"));
    }

    private Message encode(String event) {
        return encoder.encode(Change.of(SampleEvents.of(event)));
    }
}
