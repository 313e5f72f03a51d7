package dev.millrace.sink.mongo.verify;

import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Namespace;
import dev.millrace.model.RejectedDocument;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.RejectFile;
import dev.millrace.sink.RejectFiles;
import dev.millrace.sink.mongo.MongoSink;
import dev.millrace.sink.mongo.WriteOptions;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.NamespaceSelection;
import dev.millrace.source.mongo.MongoSource;
import dev.millrace.source.mongo.ReadOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;

/** Two servers, and a comparison of collections of the one with those of the other as a run makes it, chunk by chunk. */
final class ComparedMongos implements AutoCloseable {

    static final ComparisonOptions USUAL =
            new ComparisonOptions(true, true, true, 20, false, 1, Duration.ofMillis(1), Repair.NONE);

    private static final int BATCH_BYTES = 500;

    final MongoDouble source = new MongoDouble().start();
    final MongoDouble target = new MongoDouble().start();

    /**
     * What came of a comparison.
     *
     * @param equal     documents of the source
     * @param different documents of the source
     * @param others    differences beside those
     * @param file      what is in the files of differences: `_id` and reason
     */
    record Outcome(
            long equal,
            long different,
            long others,
            List<String> notes,
            List<String> file,
            List<BsonDocument> details) {

        long sum(String field) {
            return details.stream()
                    .mapToLong(detail -> detail.getNumber(field).longValue())
                    .sum();
        }

        boolean isEqual() {
            return different == 0 && others == 0;
        }
    }

    Outcome compare(String namespace, long chunkSize) {
        return compare(namespace, chunkSize, USUAL);
    }

    Outcome compare(String namespace, long chunkSize, ComparisonOptions options) {
        return compare(namespace, namespace, chunkSize, options, new BsonDocument());
    }

    Outcome compare(String namespace, String there, long chunkSize, ComparisonOptions options, BsonDocument filter) {
        try (DocumentSource reading = reading(source, filter)) {
            return compare(reading, Optional.of(side(source, filter)), namespace, there, chunkSize, options, filter);
        }
    }

    /** Compares what another source has. */
    Outcome compare(DocumentSource reading, String namespace, long chunkSize, ComparisonOptions options) {
        return compare(reading, Optional.empty(), namespace, namespace, chunkSize, options, new BsonDocument());
    }

    private Outcome compare(
            DocumentSource reading,
            Optional<ComparedSide> from,
            String namespace,
            String there,
            long chunkSize,
            ComparisonOptions options,
            BsonDocument filter) {
        AtomicLong others = new AtomicLong();
        List<String> file = new ArrayList<>();
        try (MongoComparison comparison = new MongoComparison(
                from, side(target, filter), options, name -> Namespace.parse(there), files(file), others::set)) {
            List<CollectionInfo> found = reading.collections(new NamespaceSelection(List.of(namespace)));
            RunPlan plan = plan(found);
            comparison.prepare(plan);
            CollectionInfo info = found.getFirst();
            List<ChunkReceipt> receipts = new ArrayList<>();
            reading.plan(info, new ChunkSize(chunkSize), range -> {
                Chunk chunk = new Chunk(receipts.size(), info.namespace(), receipts.size(), range);
                receipts.add(compare(reading, comparison, chunk));
            });
            comparison.finish(plan, receipts.stream());
            return new Outcome(
                    receipts.stream().mapToLong(r -> r.receipt().written()).sum(),
                    receipts.stream().mapToLong(r -> r.receipt().rejected()).sum(),
                    others.get(),
                    comparison.notes(),
                    file,
                    receipts.stream().map(r -> r.receipt().detail()).toList());
        }
    }

    private static ChunkReceipt compare(DocumentSource reading, MongoComparison comparison, Chunk chunk) {
        try (ChunkReader reader = reading.open(chunk);
                ChunkWriter writer = comparison.open(chunk)) {
            DocumentBatch batch = new DocumentBatch(64);
            while (reader.read(batch)) {
                writer.write(batch);
            }
            return new ChunkReceipt(chunk, writer.commit());
        }
    }

    /** Copies a collection from the source to the target. */
    WriteReceipt copy(String namespace, WriteOptions options) {
        try (DocumentSource reading = reading(source, new BsonDocument())) {
            return copy(reading, namespace, options);
        }
    }

    WriteReceipt copy(DocumentSource reading, String namespace, WriteOptions options) {
        MongoConnection connection = MongoConnection.open(target.uri(), MongoOptions.none());
        try (MongoSink sink = new MongoSink(connection, options, files(new ArrayList<>()))) {
            List<CollectionInfo> found = reading.collections(new NamespaceSelection(List.of(namespace)));
            sink.prepare(plan(found));
            List<WriteReceipt> receipts = new ArrayList<>();
            reading.plan(found.getFirst(), new ChunkSize(Integer.MAX_VALUE), range -> {
                Chunk chunk = new Chunk(0, found.getFirst().namespace(), 0, range);
                try (ChunkReader reader = reading.open(chunk);
                        ChunkWriter writer = sink.open(chunk)) {
                    DocumentBatch batch = new DocumentBatch(64);
                    while (reader.read(batch)) {
                        writer.write(batch);
                    }
                    receipts.add(writer.commit());
                }
            });
            return receipts.getFirst();
        }
    }

    private static RunPlan plan(List<CollectionInfo> collections) {
        return new RunPlan(
                "run-1",
                "verify",
                "mongodb://source",
                "mongodb://target",
                collections.stream()
                        .map(info -> new CollectionPlan(info, new BsonDocument()))
                        .toList(),
                new BsonDocument(),
                Instant.EPOCH);
    }

    static DocumentSource reading(MongoDouble mongo, BsonDocument filter) {
        return new MongoSource(MongoConnection.open(mongo.uri(), MongoOptions.none()), options(filter));
    }

    static ComparedSide side(MongoDouble mongo, BsonDocument filter) {
        MongoConnection connection = MongoConnection.open(mongo.uri(), MongoOptions.none());
        return new ComparedSide(connection, new MongoSource(connection, options(filter)), new BsonDocument());
    }

    private static ReadOptions options(BsonDocument filter) {
        return new ReadOptions(filter, new BsonDocument(), 0, BATCH_BYTES);
    }

    /** Keeps what is committed. */
    private static RejectFiles files(List<String> committed) {
        return new RejectFiles() {
            @Override
            public String description() {
                return "memory";
            }

            @Override
            public RejectFile open(String runId, Chunk chunk) {
                return new KeptFile(committed);
            }
        };
    }

    private static final class KeptFile implements RejectFile {

        private final List<String> committed;
        private final List<String> taken = new ArrayList<>();

        KeptFile(List<String> committed) {
            this.committed = committed;
        }

        @Override
        public void reject(RejectedDocument document) {
            taken.add(document.id() + " " + document.reason());
        }

        @Override
        public long count() {
            return taken.size();
        }

        @Override
        public void commit() {
            committed.addAll(taken);
        }

        @Override
        public void close() {
            taken.clear();
        }
    }

    @Override
    public void close() {
        source.close();
        target.close();
    }
}
