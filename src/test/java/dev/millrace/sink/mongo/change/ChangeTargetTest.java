package dev.millrace.sink.mongo.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.WriteConcern;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.DocumentChange;
import dev.millrace.model.DocumentChange.Kind;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of changes that meet other documents or faults. */
class ChangeTargetTest {

    private static final String USERS = "app.users";

    private final MongoDouble mongo = new MongoDouble().start();
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void changesAreWrittenInOrder() {
        write(insert(1, 7), update(2, 7, "{$set: {a: 1}}"), update(3, 7, "{$set: {a: 2}}"), insert(4, 8), delete(5, 8));

        assertThat(told).containsExactly("1 DONE", "2 DONE", "3 DONE", "4 DONE", "5 DONE");
        assertThat(mongo.documents(USERS)).containsExactly(BsonDocument.parse("{_id: 7, a: 2}"));
    }

    @Test
    void whatIsThereAlreadyOrNotThereIsTold() {
        mongo.insert(USERS, BsonDocument.parse("{_id: 1}"));

        write(insert(1, 1), insert(2, 2), update(3, 9, "{$set: {a: 1}}"), delete(4, 9));

        assertThat(told).containsExactly("1 THERE_ALREADY", "2 DONE", "3 NOT_FOUND", "4 NOT_FOUND");
    }

    @Test
    void anUpdateThatTheServerRefusesDoesNotStopTheOthers() {
        mongo.insert(USERS, BsonDocument.parse("{_id: 1, a: 'text'}"), BsonDocument.parse("{_id: 2, a: 1}"));

        write(update(1, 1, "{$inc: {a: 1}}"), update(2, 2, "{$inc: {a: 1}}"));

        assertThat(told).containsExactly("1 REFUSED", "2 DONE");
    }

    @Test
    void aLostReplyIsNoLostChange() {
        mongo.faults().on("insert").next(2).closeBeforeReply();

        write(insert(1, 1), insert(2, 2), delete(3, 1));

        assertThat(told).containsExactly("1 DONE", "2 DONE", "3 DONE");
        assertThat(mongo.documents(USERS)).containsExactly(BsonDocument.parse("{_id: 2}"));
    }

    @Test
    void aTargetThatStaysAwayEndsTheWorkload() {
        mongo.faults().on("insert").always().answer(13, "Unauthorized", "not authorized on app");

        assertThatThrownBy(() -> write(insert(1, 1)))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION));
    }

    private void write(DocumentChange... changes) {
        try (MongoConnection connection = MongoConnection.open(mongo.uri(), MongoOptions.none())) {
            ChangeTarget target = new ChangeTarget(
                    connection,
                    Namespace.parse(USERS),
                    WriteConcern.MAJORITY,
                    new Backoff(Collections.nCopies(3, Duration.ofMillis(1))));
            assertThat(target.has(new BsonInt32(999))).isFalse();
            target.write(List.of(changes), (change, outcome) -> told.add(change.sequence() + " " + outcome));
        }
    }

    private static DocumentChange insert(long sequence, int id) {
        return new DocumentChange(
                sequence, Kind.INSERT, id, new BsonInt32(id), new BsonDocument("_id", new BsonInt32(id)));
    }

    private static DocumentChange update(long sequence, int id, String update) {
        return new DocumentChange(sequence, Kind.UPDATE, id, new BsonInt32(id), BsonDocument.parse(update));
    }

    private static DocumentChange delete(long sequence, int id) {
        return new DocumentChange(sequence, Kind.DELETE, id, new BsonInt32(id), new BsonDocument());
    }
}
