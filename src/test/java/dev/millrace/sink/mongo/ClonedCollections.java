package dev.millrace.sink.mongo;

import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.mongo.index.IndexListener;
import dev.millrace.sink.mongo.index.IndexTiming;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.NamespaceSelection;
import dev.millrace.source.mongo.MongoSource;
import dev.millrace.source.mongo.ReadOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;

/** Two servers, and what moves collections from the one to the other as a run does, chunk by chunk on one thread. */
final class ClonedCollections implements AutoCloseable {

    static final CloneOptions SAME_NAMES = new CloneOptions(TargetNames.SAME, IndexTiming.AFTER, false);

    private static final Backoff SHORT = new Backoff(Collections.nCopies(3, Duration.ofMillis(1)));
    private static final int BATCH_BYTES = 500;

    final MongoDouble source = new MongoDouble().start();
    final MongoDouble target;
    final KeptRejects rejects = new KeptRejects();
    WriteOptions write = WriteOptions.standard();

    ClonedCollections() {
        this(new MongoDouble());
    }

    ClonedCollections(MongoDouble target) {
        this.target = target.start();
    }

    /** What a run has to say. */
    record Result(List<String> notes, boolean complete, List<WriteReceipt> receipts) {

        long written() {
            return receipts.stream().mapToLong(WriteReceipt::written).sum();
        }
    }

    /** A whole run of these collections. */
    Result run(CloneOptions clone, String... collections) {
        RunPlan plan = plan(collections);
        try (MongoSink sink = sink(clone)) {
            sink.begin(plan);
            return resume(plan, sink);
        }
    }

    /** What a process does that joins a run, up to its end. */
    Result resume(RunPlan plan, MongoSink sink) {
        sink.prepare(plan);
        List<ChunkReceipt> receipts = new ArrayList<>();
        try (MongoSource reading = source()) {
            for (CollectionPlan collection : plan.collections()) {
                List<ChunkRange> ranges = new ArrayList<>();
                reading.plan(collection.info(), new ChunkSize(1_000), ranges::add);
                for (int part = 0; part < ranges.size(); part++) {
                    Chunk chunk = new Chunk(receipts.size(), collection.info().namespace(), part, ranges.get(part));
                    receipts.add(new ChunkReceipt(chunk, move(chunk, reading, sink)));
                }
            }
        }
        sink.finish(plan, receipts.stream());
        return new Result(
                sink.notes(),
                sink.isComplete(),
                receipts.stream().map(ChunkReceipt::receipt).toList());
    }

    WriteReceipt move(Chunk chunk, MongoSource reading, MongoSink sink) {
        Optional<WriteReceipt> there = sink.committed(chunk);
        if (there.isPresent()) {
            return there.get();
        }
        DocumentBatch batch = new DocumentBatch(64);
        try (ChunkReader reader = reading.open(chunk);
                ChunkWriter writer = sink.open(chunk)) {
            while (reader.read(batch)) {
                writer.write(batch);
            }
            return writer.commit();
        }
    }

    RunPlan plan(String... collections) {
        try (MongoSource reading = source()) {
            List<CollectionInfo> found = reading.collections(new NamespaceSelection(List.of(collections)));
            return new RunPlan(
                    "run-1",
                    "migrate",
                    reading.description(),
                    target.uri(),
                    found.stream()
                            .map(info -> new CollectionPlan(info, new BsonDocument()))
                            .toList(),
                    new BsonDocument(),
                    Instant.EPOCH);
        }
    }

    MongoSource source() {
        return new MongoSource(
                MongoConnection.open(source.uri(), MongoOptions.none()),
                new ReadOptions(new BsonDocument(), new BsonDocument(), 0, BATCH_BYTES));
    }

    MongoSink sink(CloneOptions clone) {
        return new MongoSink(
                MongoConnection.open(target.uri(), MongoOptions.none()),
                write,
                clone,
                rejects,
                IndexListener.NONE,
                SHORT);
    }

    /** What `listCollections` says of a collection of the target; empty where there is none. */
    BsonDocument options(String namespace) {
        return TargetQuestions.options(target, namespace);
    }

    List<BsonDocument> indexes(String namespace) {
        return TargetQuestions.indexes(target, namespace);
    }

    BsonDocument index(String namespace, String name) {
        return indexes(namespace).stream()
                .filter(index -> index.getString("name").getValue().equals(name))
                .findFirst()
                .orElseGet(BsonDocument::new);
    }

    void indexSource(String namespace, String... definitions) {
        TargetQuestions.createIndexes(source, namespace, definitions);
    }

    void indexTarget(String namespace, String... definitions) {
        TargetQuestions.createIndexes(target, namespace, definitions);
    }

    @Override
    public void close() {
        source.close();
        target.close();
    }
}
