package dev.millrace.sink.postgres.verify;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.RejectFiles;
import dev.millrace.sink.Sink;
import dev.millrace.sink.postgres.LoadedTables;
import dev.millrace.sink.postgres.PostgresAddress;
import dev.millrace.sink.postgres.PostgresClient;
import dev.millrace.sink.postgres.ServerFacts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Takes documents and writes nothing: holds them against the rows that a migration made of them. In its receipts `written`
 * are documents that are equal to their rows, `rejected` those that differ or have none.
 */
public final class PostgresComparison implements Sink {

    /** Connections left to others. */
    private static final int RESERVED = 3;

    private final PostgresAddress address;
    private final ComparisonOptions options;
    private final RejectFiles differences;
    private final PostgresClient client;
    private final Map<Namespace, ComparedCollection> collections = new ConcurrentHashMap<>();
    private final AtomicInteger toShow;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private volatile String runId = "";
    private final LongConsumer unmatchedRows;

    /**
     * Connects to nothing yet.
     *
     * @param differences   where documents go that differ; stays the caller's
     * @param unmatchedRows is told at the end how many rows belong to no document, of all tables
     */
    public PostgresComparison(
            PostgresAddress address, ComparisonOptions options, RejectFiles differences, LongConsumer unmatchedRows) {
        this.address = address;
        this.options = options;
        this.differences = differences;
        this.unmatchedRows = unmatchedRows;
        toShow = new AtomicInteger(options.show());
        String name = address.applicationName().isEmpty() ? "millrace verify" : address.applicationName();
        client = new PostgresClient(address, name, options.connections());
    }

    @Override
    public String description() {
        return address.description();
    }

    @Override
    public void prepare(RunPlan plan) {
        runId = plan.runId();
        LoadedTables loaded = new LoadedTables(client, options.patience(), options.schemaName());
        plan.collections().forEach(collection -> {
            Namespace namespace = collection.info().namespace();
            LoadedTables.Load load = loaded.last(namespace, options.tableName());
            collections.put(namespace, ComparedCollection.of(namespace, load, client, options.patience()));
        });
    }

    @Override
    public ChunkWriter open(Chunk chunk) {
        return new ComparisonWriter(
                collection(chunk.namespace()), differences.open(runId, chunk), toShow, options.showValues());
    }

    @Override
    public void finish(RunPlan plan, Stream<ChunkReceipt> receipts) {
        Map<Namespace, CollectionFindings> byName = new TreeMap<>();
        plan.collections().forEach(collection -> {
            Namespace namespace = collection.info().namespace();
            byName.put(namespace, new CollectionFindings(collection(namespace), options.show()));
        });
        try (receipts) {
            receipts.forEach(receipt -> byName.computeIfAbsent(
                            receipt.chunk().namespace(),
                            namespace -> new CollectionFindings(collection(namespace), options.show()))
                    .add(receipt.receipt()));
        }
        notes.clear();
        long unmatched = 0;
        for (CollectionFindings findings : byName.values()) {
            unmatched += findings.conclude(options.complete(), notes::add);
        }
        unmatchedRows.accept(unmatched);
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public int mostWriters() {
        int free = new ServerFacts(client, options.patience()).freeConnections();
        return Math.max(1, Math.min(options.connections(), free - RESERVED));
    }

    @Override
    public void close() {
        client.close();
    }

    private ComparedCollection collection(Namespace namespace) {
        ComparedCollection collection = collections.get(namespace);
        if (collection == null) {
            throw new IllegalStateException("prepare comes first, with " + namespace + " in its plan");
        }
        return collection;
    }
}
