package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bson.JsonMode;
import dev.millrace.doubles.Eventually;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.WriteReceipt;
import dev.millrace.observe.StreamMeter;
import dev.millrace.publish.Publisher;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.publish.event.JsonEncoder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;

class SnapshotWriterTest {

    private final HeldPublisher held = new HeldPublisher();
    private final StreamMeter meter = new StreamMeter();
    private final Headroom headroom = new Headroom(1);
    private final List<String> rejected = new CopyOnWriteArrayList<>();

    @Test
    void countsAChunkWhenAllOfItIsStored() throws Exception {
        FutureTask<WriteReceipt> chunk = write(held, 3);

        Eventually.until("all of it is handed over", () -> held.taken.size() == 3);
        held.storeNext();
        held.storeNext();
        assertThat(chunk).isNotDone();
        held.storeAll();

        assertThat(chunk.get().written()).isEqualTo(3);
        assertThat(meter.counts().published()).isEqualTo(3);
    }

    @Test
    void lessOfItIsUnderWayWhileMemoryIsShort() throws Exception {
        headroom.halve(0);
        FutureTask<WriteReceipt> chunk = write(held, 3);

        Eventually.until("it waits for room", () -> held.taken.size() == 1 && meter.isWaiting());
        held.storeNext();
        Eventually.until("the second", () -> held.taken.size() == 2);
        assertThat(meter.underWay()).isEqualTo(1);
        headroom.relax();
        Eventually.until("the third", () -> held.taken.size() == 3);
        held.storeAll();

        assertThat(chunk.get().written()).isEqualTo(3);
    }

    @Test
    void setsAsideWhatCanNeverBePublished() throws Exception {
        FutureTask<WriteReceipt> chunk = write(held, 2);

        Eventually.until("all of it is handed over", () -> held.taken.size() == 2);
        held.refuseNext(new MillraceException(FailureKind.DATA, "too large", ""));
        held.storeAll();

        assertThat(chunk.get().written()).isEqualTo(1);
        assertThat(chunk.get().rejected()).isEqualTo(1);
        assertThat(rejected).containsExactly("too large");
    }

    @Test
    void endsWithTheFailureOfAnyMessage() {
        FutureTask<WriteReceipt> chunk = write(held, 2);

        Eventually.until("all of it is handed over", () -> held.taken.size() == 2);
        held.refuseNext(new MillraceException(FailureKind.TRANSIENT, "away", "wait"));
        held.storeAll();

        assertThatThrownBy(chunk::get).rootCause().hasMessageContaining("away");
        assertThat(meter.underWay()).isZero();
    }

    private FutureTask<WriteReceipt> write(Publisher publisher, int documents) {
        DocumentBatch batch = new DocumentBatch(1_000);
        for (int id = 1; id <= documents; id++) {
            RawBsonDocument document =
                    new RawBsonDocument(new BsonDocument("_id", new BsonInt32(id)), new BsonDocumentCodec());
            byte[] bytes = new byte[document.getByteBuffer().remaining()];
            document.getByteBuffer().get(bytes);
            batch.add(bytes, 0, bytes.length);
        }
        FutureTask<WriteReceipt> task = new FutureTask<>(() -> {
            try (SnapshotWriter writer = new SnapshotWriter(
                    "g1",
                    new Namespace("shop", "orders"),
                    new ChangeStep(List.of(), new JsonEncoder(JsonMode.RELAXED, 8)),
                    new Outlet("orders", publisher, new Rejected(), meter, headroom, event -> {}))) {
                writer.write(batch);
                return writer.commit();
            }
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    private final class Rejected implements RejectedEvents {

        @Override
        public void reject(ChangeEvent event, String reason) {
            rejected.add(reason);
        }

        @Override
        public void close() {}
    }
}
