package dev.millrace.sink.mongo.verify;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.RequestUnits;
import dev.millrace.model.RunPlan;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.RejectFiles;
import dev.millrace.sink.Sink;
import dev.millrace.sink.verify.ShownDifferences;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Takes documents and holds them against those of another MongoDB; writes nothing, unless a repair is asked for. In its
 * receipts `written` are documents that are the same there, `rejected` those that differ or are missing.
 */
public final class MongoComparison implements Sink {

    private final Optional<ComparedSide> source;
    private final ComparedSide target;
    private final ComparisonOptions options;
    private final UnaryOperator<Namespace> names;
    private final RejectFiles differences;
    private final LongConsumer others;
    private final Map<Namespace, ComparedCollection> collections = new ConcurrentHashMap<>();
    private final AtomicInteger toShow;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private volatile String runId = "";

    /**
     * Connects to nothing yet.
     *
     * @param source      asked again for documents that differ; empty where it is no MongoDB; closed with this
     * @param target      closed with this
     * @param names       the target's name of a collection of the source
     * @param differences where documents go that differ; stays the caller's
     * @param others      is told at the end how many differences there are beside those of the source's documents:
     *                    documents that only the target has, indexes, options
     */
    public MongoComparison(
            Optional<ComparedSide> source,
            ComparedSide target,
            ComparisonOptions options,
            UnaryOperator<Namespace> names,
            RejectFiles differences,
            LongConsumer others) {
        this.source = source;
        this.target = target;
        this.options = source.isPresent() ? options : options.ofUnchanging();
        this.names = names;
        this.differences = differences;
        this.others = others;
        toShow = new AtomicInteger(options.show());
    }

    @Override
    public String description() {
        return target.description();
    }

    @Override
    public void prepare(RunPlan plan) {
        runId = plan.runId();
        plan.collections().forEach(this::find);
        requireDifferentTargets();
    }

    private void requireDifferentTargets() {
        Map<Namespace, Namespace> seen = new TreeMap<>();
        collections.forEach((namespace, collection) -> {
            Namespace other = seen.put(collection.there(), namespace);
            if (other != null) {
                throw MillraceException.usage(
                        other + " and " + namespace + " cannot both be " + collection.there(),
                        "compare one collection with --to-namespace, or use --to-database");
            }
        });
    }

    private void find(CollectionPlan collection) {
        Namespace namespace = collection.info().namespace();
        Namespace there = names.apply(namespace);
        collections.put(namespace, new ComparedCollection(collection.info(), there, target.find(there)));
    }

    @Override
    public ChunkWriter open(Chunk chunk) {
        ComparedCollection collection = collection(chunk.namespace());
        if (collection.found().isEmpty() && options.repair() == Repair.NONE) {
            return new AbsentWriter();
        }
        DocumentLookup there = target.lookup(collection.there());
        if (source.isEmpty()) {
            HeldDocuments held = new HeldDocuments();
            return new LookupWriter(there, inspection(chunk, collection, held, there), held);
        }
        ComparedSide from = source.get();
        DocumentLookup here = from.lookup(collection.namespace());
        return options.byRange() && collection.isReadAlike() && isPlannedFor(from)
                ? new RangeWriter(collection, chunk, from, target, () -> inspection(chunk, collection, here, there))
                : new LookupWriter(there, inspection(chunk, collection, here, there), null);
    }

    /** Cosmos DB knows no index bounds, which are what the chunks of another server are made of. */
    private boolean isPlannedFor(ComparedSide from) {
        return from.connection().isCosmos() || !target.connection().isCosmos();
    }

    private Inspection inspection(
            Chunk chunk, ComparedCollection collection, DocumentLookup here, DocumentLookup there) {
        Optional<Repairs> repairs = options.repair() == Repair.NONE
                ? Optional.empty()
                : Optional.of(new Repairs(target, collection.there(), options.repair() == Repair.DELETE_EXTRA));
        return new Inspection(
                here,
                there,
                options,
                repairs,
                differences.open(runId, chunk),
                new ShownDifferences(toShow, collection.namespace()));
    }

    @Override
    public void finish(RunPlan plan, Stream<ChunkReceipt> receipts) {
        Map<Namespace, CollectionFindings> byName = new TreeMap<>();
        plan.collections()
                .forEach(collection -> findings(byName, collection.info().namespace()));
        try (receipts) {
            receipts.forEach(
                    receipt -> findings(byName, receipt.chunk().namespace()).add(receipt.receipt()));
        }
        notes.clear();
        long all = 0;
        for (CollectionFindings findings : byName.values()) {
            all += conclude(findings);
        }
        others.accept(all);
    }

    private CollectionFindings findings(Map<Namespace, CollectionFindings> byName, Namespace namespace) {
        return byName.computeIfAbsent(namespace, name -> new CollectionFindings(collection(name), options.show()));
    }

    /** Gives the number of differences that are no documents of the source. */
    private long conclude(CollectionFindings findings) {
        ComparedCollection collection = findings.collection();
        findings.tell(notes::add);
        if (collection.found().isEmpty() && options.repair() == Repair.NONE) {
            return 1;
        }
        return findings.extra() + counted(findings) + metadata(collection);
    }

    private long counted(CollectionFindings findings) {
        if (!options.complete()) {
            notes.add("only some documents were read: others were not looked at, on either side");
            return 0;
        }
        return findings.tell(
                source.isPresent()
                        ? new CountCheck(source.get(), target, options).check(findings.collection(), findings.surplus())
                        : CountCheck.check(findings.read(), target, findings.collection(), findings.surplus()),
                notes::add);
    }

    private long metadata(ComparedCollection collection) {
        if (!options.metadata() || collection.found().isEmpty()) {
            return 0;
        }
        List<String> differing = MetadataDifferences.between(
                collection.source().metadata(), collection.found().get().metadata());
        differing.forEach(difference -> notes.add(collection.namespace() + ": " + difference));
        return differing.size();
    }

    @Override
    public RequestUnits requestUnits() {
        RequestUnits ofTarget = target.connection().budget().units();
        return source.map(side -> side.connection().budget().units().plus(ofTarget))
                .orElse(ofTarget);
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void close() {
        try {
            source.ifPresent(ComparedSide::close);
        } finally {
            target.close();
        }
    }

    private ComparedCollection collection(Namespace namespace) {
        ComparedCollection collection = collections.get(namespace);
        if (collection == null) {
            throw new IllegalStateException("prepare comes first, with " + namespace + " in its plan");
        }
        return collection;
    }
}
