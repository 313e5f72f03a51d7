package dev.millrace.mongo.cosmos;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** What the service says about the time to wait is found wherever it stands. */
class ThrottlingTest {

    private static final String TEXT = "Error=16500, RetryAfterMs=%d, Details='Response status code does not indicate"
            + " success: TooManyRequests (429); Substatus: 3200;'";

    @Test
    void aCommandTellsItInItsMessage() {
        assertThat(Throttling.retryAfter(command(16500, TEXT.formatted(34)), false))
                .contains(Duration.ofMillis(34));
    }

    @Test
    void aMessageWithoutATimeMeansNone() {
        assertThat(Throttling.retryAfter(command(429, "Too many requests"), false))
                .contains(Duration.ZERO);
    }

    @Test
    void ofManyWritesTheLongestTimeCounts() {
        MongoBulkWriteException bulk = bulk(write(16500, 5, 0), write(11000, 900, 1), write(16500, 70, 2));

        assertThat(Throttling.retryAfter(bulk, false)).contains(Duration.ofMillis(900));
        assertThat(Throttling.retryAfter(new MongoException(16500, "try again", bulk(write(16500, 70, 2))), false))
                .contains(Duration.ofMillis(70));
    }

    @Test
    void aTimeoutMeansThrottlingWithCosmosAlone() {
        assertThat(Throttling.retryAfter(command(50, "Request timed out."), true))
                .contains(Duration.ZERO);
        assertThat(Throttling.retryAfter(command(50, "operation exceeded time limit"), false))
                .isEmpty();
    }

    @Test
    void otherFailuresAreOfAnotherKind() {
        assertThat(Throttling.retryAfter(command(91, "RetryAfterMs=5"), true)).isEmpty();
        assertThat(Throttling.retryAfter(new IllegalStateException("RetryAfterMs=5"), true))
                .isEmpty();
    }

    private static MongoCommandException command(int code, String message) {
        return new MongoCommandException(
                new BsonDocument("ok", new BsonInt32(0))
                        .append("code", new BsonInt32(code))
                        .append("errmsg", new BsonString(message)),
                new ServerAddress());
    }

    private static BulkWriteError write(int code, long millis, int index) {
        return new BulkWriteError(code, TEXT.formatted(millis), new BsonDocument(), index);
    }

    private static MongoBulkWriteException bulk(BulkWriteError... errors) {
        return new MongoBulkWriteException(
                BulkWriteResult.acknowledged(1, 0, 0, 0, List.of(), List.of()),
                List.of(errors),
                null,
                new ServerAddress(),
                Set.of());
    }
}
