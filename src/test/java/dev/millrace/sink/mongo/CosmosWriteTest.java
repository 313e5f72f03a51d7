package dev.millrace.sink.mongo;

import static dev.millrace.sink.object.TestDocuments.add;
import static dev.millrace.sink.object.TestDocuments.bson;
import static dev.millrace.sink.object.TestDocuments.chunk;
import static dev.millrace.sink.object.TestDocuments.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.WriteConcern;
import dev.millrace.doubles.mongo.CosmosAccount;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.RecordedCommand;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RequestUnits;
import dev.millrace.model.WriteReceipt;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.sink.ChunkWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writing to an account of Cosmos DB that refuses single writes of a batch for want of request units. */
class CosmosWriteTest {

    private static final String ORDERS = "shop.orders";

    private final MongoDouble mongo =
            MongoDouble.builder().cosmos(CosmosAccount.of(1e9)).start();
    private final KeptRejects rejects = new KeptRejects();

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void writesThatAStormRefusesAreWrittenAgainAndNoOthers() {
        try (MongoSink sink = sink(WriteOptions.standard())) {
            sink.prepare(plan("run-1"));
            mongo.throughput().storm(70, Duration.ofMillis(2), 1.1);

            WriteReceipt receipt = write(sink, numbered(1, 100));

            assertThat(receipt.written()).isEqualTo(100);
            assertThat(receipt.detail().getNumber("inserted").longValue()).isEqualTo(100);
            assertThat(mongo.documents(ORDERS)).hasSize(100);
            assertThat(rejects.committed).isEmpty();
            assertThat(inserts()).as("the batch, then what was refused").containsExactly(100, 70);
            assertThat(sink.requestUnits().throttles()).isEqualTo(1);
        }
    }

    @Test
    void anAccountThatTakesLittleAtATimeGetsAllOfItInTheEnd() {
        mongo.throughput().provision(1500);
        try (MongoSink sink = sink(WriteOptions.standard())) {
            sink.prepare(plan("run-1"));

            WriteReceipt receipt = write(sink, numbered(1, 900));

            assertThat(receipt.written()).isEqualTo(900);
            assertThat(mongo.documents(ORDERS)).hasSize(900);
            assertThat(mongo.throughput().refused()).isPositive();
        }
    }

    @Test
    void whatAStormInterruptsWhileReplacingIsReplacedInTheEnd() {
        mongo.insert(ORDERS, stored(50));
        try (MongoSink sink = sink(
                new WriteOptions(WriteConcern.MAJORITY, OnConflict.REPLACE, EmptyTimestamps.REJECT, 1000, false))) {
            sink.prepare(plan("run-1"));
            mongo.faults()
                    .on("update")
                    .answer(16500, "RequestRateTooLarge", "Error=16500, RetryAfterMs=2, Details='429'");

            WriteReceipt receipt = write(sink, numbered(1, 50));

            assertThat(receipt.written()).isEqualTo(50);
            assertThat(mongo.documents(ORDERS))
                    .allMatch(document -> document.get("a").equals(document.get("_id")));
        }
    }

    @Test
    void withoutAcknowledgementThrottledWritesWouldBeLostSoItIsRefused() {
        try (MongoSink sink = sink(
                new WriteOptions(WriteConcern.UNACKNOWLEDGED, OnConflict.FAIL, EmptyTimestamps.REJECT, 1000, false))) {
            MillraceException failure =
                    catchThrowableOfType(MillraceException.class, () -> sink.prepare(plan("run-1")));

            assertThat(failure.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(failure.hint()).contains("--write-concern 1");
        }
    }

    @Test
    void unitsOfWritesAreCountedByTheDocument() {
        try (MongoSink sink = sink(WriteOptions.standard())) {
            sink.prepare(plan("run-1"));

            write(sink, numbered(1, 2000));

            RequestUnits units = sink.requestUnits();
            assertThat(units.measured()).isPositive();
            assertThat(units.units())
                    .isBetween(
                            mongo.throughput().spent() * 0.95,
                            mongo.throughput().spent() * 1.05);
        }
    }

    private WriteReceipt write(MongoSink sink, DocumentBatch documents) {
        try (ChunkWriter writer = sink.open(chunk(0))) {
            writer.write(documents);
            return writer.commit();
        }
    }

    private MongoSink sink(WriteOptions options) {
        return new MongoSink(MongoConnection.open(mongo.uri(), MongoOptions.none()), options, rejects);
    }

    private List<Integer> inserts() {
        return mongo.recorded().commands("insert").stream()
                .map(RecordedCommand::documents)
                .toList();
    }

    private static BsonDocument[] stored(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(id -> BsonDocument.parse("{_id: " + id + ", a: -1}"))
                .toArray(BsonDocument[]::new);
    }

    private static DocumentBatch numbered(int first, int last) {
        DocumentBatch batch = new DocumentBatch(64);
        for (int id = first; id <= last; id++) {
            add(batch, bson("{\"_id\": " + id + ", \"a\": " + id + "}"));
        }
        return batch;
    }
}
