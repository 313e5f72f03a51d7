package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.OperationMix;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SeedSettings;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.sink.mongo.change.ChangeTarget;
import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.ChangeSequence;
import dev.millrace.source.generated.DatasetCollection;
import dev.millrace.source.generated.DatasetFamily;
import dev.millrace.source.generated.Datasets;
import dev.millrace.source.generated.DocumentGenerator;
import dev.millrace.source.generated.GeneratedCollection;
import dev.millrace.source.generated.Pace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Composes the change workload of `seed --changes`: operations on what an earlier `seed` has made. */
final class SeedChanges {

    private static final Duration ENDLESS = Duration.ofDays(10_000);

    private final Configuration configuration;
    private final GeneratedCollection generated;
    private final DatasetCollection collection;
    private final Namespace namespace;

    private SeedChanges(Configuration configuration, GeneratedCollection generated) {
        this.configuration = configuration;
        this.generated = generated;
        DatasetFamily family = Datasets.of(generated);
        this.collection = generated.related()
                ? family.named(family.main())
                : family.named(generated.namespace().collection());
        this.namespace = generated.related()
                ? new Namespace(generated.namespace().database(), family.main())
                : generated.namespace();
    }

    static SeedChanges of(String dataset, Configuration configuration, List<String> namespaces) {
        if (configuration.find(SeedSettings.LIKE).isPresent()) {
            throw MillraceException.usage(
                    "--changes needs to know how the documents were made, and --like infers it anew each time",
                    "save its definition (--like … --show-definition > my.yaml), and give --definition to both");
        }
        if (configuration.find(SeedSettings.RATE).isPresent() || RunSettings.processes(configuration) > 1) {
            throw MillraceException.usage(
                    "--changes has its own rate, and is carried out by one process",
                    "leave --rate and --processes out");
        }
        return new SeedChanges(
                configuration,
                SeedDataset.of(dataset, SeedJob.ownDefinition(configuration), configuration, namespaces));
    }

    ChangeSummary run(StopSignal stop, Consumer<ChangeSummary> view) throws InterruptedException {
        long rate = configuration.get(SeedSettings.CHANGES);
        long first = configuration.get(SeedSettings.START_AT);
        OperationMix mix = configuration.get(SeedSettings.MIX);
        Optional<Duration> duration = configuration.find(SeedSettings.DURATION);
        ChangeSequence sequence =
                new ChangeSequence(collection, generated.seed(), mix.insert(), mix.update(), mix.delete());
        int lanes = Resources.ofSeed(configuration).workers();
        try (MongoConnection connection = SeedTarget.connection(configuration, SeedPlan.target(configuration))) {
            ChangeTarget target = new ChangeTarget(connection, namespace, SeedTarget.concern(configuration));
            if (first == 1) {
                requireSeeded(target);
            } else {
                target.has(BsonNull.VALUE);
            }
            sequence.skip(first - 1);
            try (ChangeJournal journal = journal(first > 1)) {
                ChangeWorkload workload = new ChangeWorkload(sequence, target, Pace.of(rate, 1), journal, lanes, stop);
                long changes = duration.map(time -> Math.multiplyExact(rate, time.toSeconds()))
                        .orElse(Long.MAX_VALUE);
                return workload.run(changes, duration.orElse(ENDLESS), view);
            }
        }
    }

    private ChangeJournal journal(boolean append) {
        return configuration
                .find(SeedSettings.JOURNAL)
                .map(file -> ChangeJournal.open(file, append, namespace))
                .orElseGet(() -> ChangeJournal.none(namespace));
    }

    /** Looks for the first, the middle and the last document. */
    private void requireSeeded(ChangeTarget target) {
        long count = collection.count();
        DocumentGenerator generator = collection.dataset().generator(generated.seed(), count);
        for (long index : new long[] {0, count / 2, count - 1}) {
            if (!target.has(id(generator, index))) {
                throw new MillraceException(
                        FailureKind.NOT_FOUND,
                        namespace + " does not hold the " + count + " documents of " + generated
                                + ", which --changes needs",
                        "seed it first, with the same data set, --count and --seed; or continue a workload by --start-at");
            }
        }
    }

    private static BsonValue id(DocumentGenerator generator, long index) {
        BsonAppender out = new BsonAppender();
        generator.write(index, out);
        return new RawBsonDocument(Arrays.copyOf(out.bytes(), out.length())).get("_id", BsonNull.VALUE);
    }
}
