package dev.millrace.pipeline;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeHeader;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.source.ChangeReader;
import dev.millrace.source.ChangeSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** A change stream in memory whose events are numbered from 1; tells from where it was opened. */
final class FakeChanges implements ChangeSource {

    final List<String> opened = new CopyOnWriteArrayList<>();
    private final List<ChangeEvent> history = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Integer> wakes = new LinkedBlockingQueue<>();
    private final Map<Integer, MillraceException> failures = new ConcurrentHashMap<>();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    /** Adds that many inserts. */
    FakeChanges insert(int count) {
        for (int i = 0; i < count; i++) {
            ChangeHeader header = header("insert");
            int id = history.size() + 1;
            RawBsonDocument document = raw(new BsonDocument("_id", new BsonInt32(id)));
            history.add(new ChangeEvent.Insert(header, document, document));
        }
        wakes.add(1);
        return this;
    }

    FakeChanges invalidate() {
        history.add(new ChangeEvent.Invalidate(header("invalidate")));
        wakes.add(1);
        return this;
    }

    /** The next reader that comes to this event fails once instead. */
    FakeChanges failingAt(int number, MillraceException failure) {
        failures.put(number, failure);
        return this;
    }

    private ChangeHeader header(String operation) {
        int number = history.size() + 1;
        BsonDocument raw = new BsonDocument("_id", token(number))
                .append("operationType", new BsonString(operation))
                .append("fullDocument", new BsonDocument("_id", new BsonInt32(number)));
        return new ChangeHeader(
                new ResumePoint(token(number)),
                operation,
                "shop",
                "orders",
                new BsonTimestamp(number, 1),
                -1,
                null,
                raw(raw));
    }

    static BsonDocument token(int number) {
        return new BsonDocument("_data", new BsonString(String.format(Locale.ROOT, "%08d", number)));
    }

    private static RawBsonDocument raw(BsonDocument document) {
        return new RawBsonDocument(document, new BsonDocumentCodec());
    }

    @Override
    public String description() {
        return "fake changes";
    }

    @Override
    public ChangeReader open(StreamStart start) {
        int from =
                switch (start) {
                    case StreamStart.Now _ -> history.size();
                    case StreamStart.At(BsonTimestamp time) -> Math.max(0, time.getTime() - 1);
                    case StreamStart.After(ResumePoint point) -> Integer.parseInt(point.text());
                };
        opened.add(start instanceof StreamStart.Now ? "now" : "after " + from);
        return new Reader(from);
    }

    @Override
    public List<Finding> check() {
        return List.of();
    }

    @Override
    public void close() {
        lost.clear();
    }

    private final class Reader implements ChangeReader {

        private final StreamStart beginning;
        private int at;
        private boolean idle;

        private Reader(int at) {
            this.at = at;
            this.beginning = new StreamStart.At(new BsonTimestamp(at + 1, 1));
        }

        @Override
        public Optional<ChangeEvent> next() {
            if (at >= history.size()) {
                idle = true;
                await();
                return Optional.empty();
            }
            MillraceException failure = failures.remove(at + 1);
            if (failure != null) {
                throw failure;
            }
            return Optional.of(history.get(at++));
        }

        private void await() {
            try {
                wakes.poll(10, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw MillraceException.interrupted("waiting for changes");
            }
        }

        @Override
        public Optional<ResumePoint> position() {
            return idle || at > 0 ? Optional.of(new ResumePoint(token(at))) : Optional.empty();
        }

        @Override
        public StreamStart beginning() {
            return beginning;
        }

        @Override
        public void close() {}
    }
}
