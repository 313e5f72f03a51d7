package dev.millrace.publish.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.pubsub.v1.PubsubMessage;
import dev.millrace.doubles.pubsub.Fault;
import dev.millrace.doubles.pubsub.PubSubDouble;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.publish.SampleEvents;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PubSubRejectedEventsTest {

    private static final PubSubTopic TOPIC = new PubSubTopic("project", "rejected");

    private final PubSubDouble service = PubSubDouble.start().withTopic(TOPIC.path());
    private final PubSubClient client = PubSubClient.connect(PubSubAddress.emulator(service.host()));
    private final Kept large = new Kept();
    private final PubSubRejectedEvents rejects =
            PubSubRejectedEvents.whole(client.publisher(TOPIC, PublishSettings.usual()), large, "rejected.jsonl");

    @AfterEach
    void close() {
        client.close();
        service.close();
    }

    @Test
    void publishesTheEventWithItsReason() {
        rejects.reject(insert("x"), "no such field");

        PubsubMessage message = only();
        assertThat(message.getAttributesMap())
                .containsEntry("reason", "no such field")
                .containsEntry("eventId", "8263")
                .containsEntry("operation", "insert")
                .containsEntry("namespace", "shop.orders");
        assertThat(BsonDocument.parse(message.getData().toStringUtf8()))
                .isEqualTo(insert("x").header().raw());
        assertThat(message.getOrderingKey()).isEmpty();
        assertThat(large.reasons).isEmpty();
    }

    @Test
    void keepsEveryTypeOfTheEvent() {
        rejects.reject(insert("x"), "reason");

        assertThat(only().getData().toStringUtf8()).contains("\"n\": {\"$numberInt\": \"1\"}");
    }

    @Test
    void cutsAReasonThatIsTooLongBetweenTwoCharacters() {
        rejects.reject(insert("x"), "ü".repeat(2_000));

        String reason = only().getAttributesOrThrow("reason");
        assertThat(reason).isEqualTo("ü".repeat(512));
        assertThat(reason.getBytes(StandardCharsets.UTF_8)).hasSize(1_024);
    }

    @Test
    void keepsALargeEventElsewhereAndPublishesAClaim() {
        rejects.reject(insert("x".repeat(12_000_000)), "too large");

        assertThat(large.reasons).containsExactly("too large");
        PubsubMessage claim = only();
        assertThat(claim.getAttributesMap()).containsEntry("claim", "true").containsEntry("eventId", "8263");
        BsonDocument body = BsonDocument.parse(claim.getData().toStringUtf8());
        assertThat(body.getString("kept").getValue()).isEqualTo("rejected.jsonl");
        assertThat(body.getNumber("bytes").longValue()).isGreaterThan(12_000_000);
    }

    @Test
    void tellsNothingOfAnEventWhereThereAreToBeClaimsOnly() {
        PubSubRejectedEvents claims = PubSubRejectedEvents.claims(
                client.publisher(TOPIC, PublishSettings.usual()), large, "rejected.jsonl", token -> "digest-" + token);

        claims.reject(insert("secret"), "no such field");

        assertThat(large.reasons).containsExactly("no such field");
        PubsubMessage claim = only();
        assertThat(claim.getAttributesMap())
                .containsEntry("claim", "true")
                .containsEntry("eventId", "digest-8263")
                .containsEntry("reason", "no such field")
                .containsEntry("operation", "insert");
        assertThat(BsonDocument.parse(claim.getData().toStringUtf8()))
                .isEqualTo(BsonDocument.parse("{eventId: 'digest-8263', reason: 'no such field', bytes: "
                        + insert("secret").header().raw().getByteBuffer().remaining() + ", kept: 'rejected.jsonl'}"));
    }

    @Test
    void failsWhereTheTopicIsNotThere() {
        PubSubRejectedEvents missing = PubSubRejectedEvents.whole(
                client.publisher(new PubSubTopic("project", "missing"), PublishSettings.usual()), large, "x");

        assertThatThrownBy(() -> missing.reject(insert("x"), "reason"))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
    }

    @Test
    void goesOnAfterAFailure() {
        service.failing(new Fault.Answer(Code.PERMISSION_DENIED));
        assertThatThrownBy(() -> rejects.reject(insert("x"), "first")).isInstanceOf(MillraceException.class);

        rejects.reject(insert("x"), "second");

        assertThat(only().getAttributesOrThrow("reason")).isEqualTo("second");
    }

    @Test
    void closesBothPlaces() {
        rejects.close();

        assertThat(large.closed).isTrue();
    }

    private PubsubMessage only() {
        assertThat(service.stored(TOPIC.path())).hasSize(1);
        return service.stored(TOPIC.path()).getFirst();
    }

    private static ChangeEvent insert(String text) {
        return SampleEvents.of("""
                {_id: {_data: "8263"}, operationType: "insert", ns: {db: "shop", coll: "orders"},
                 documentKey: {_id: 1}, fullDocument: {_id: 1, n: 1, text: "%s"}}""".formatted(text));
    }

    private static final class Kept implements RejectedEvents {

        private final List<String> reasons = new CopyOnWriteArrayList<>();
        private boolean closed;

        @Override
        public void reject(ChangeEvent event, String reason) {
            reasons.add(reason);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
