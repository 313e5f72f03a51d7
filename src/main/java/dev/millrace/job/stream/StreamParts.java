package dev.millrace.job.stream;

import dev.millrace.config.BuildInfo;
import dev.millrace.config.Configuration;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.StreamSettings;
import dev.millrace.config.stream.DeduplicationSection;
import dev.millrace.config.stream.StreamSource;
import dev.millrace.job.MongoSources;
import dev.millrace.job.WorkerName;
import dev.millrace.pipeline.ChangeStep;
import dev.millrace.pipeline.dedup.DedupLimits;
import dev.millrace.pipeline.dedup.Deduplicator;
import dev.millrace.publish.Publisher;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.source.ChangeSource;
import dev.millrace.state.DedupStore;
import dev.millrace.state.ResumeStore;
import dev.millrace.transform.DocumentSteps;
import dev.millrace.transform.NamedTransform;
import java.time.InstantSource;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Opens what streams are made of, and closes it with itself. For use by one thread. */
final class StreamParts implements AutoCloseable {

    private final Configuration configuration;
    private final OpenParts open = new OpenParts();
    private final StreamTargets targets;
    private final Connections connections;
    private final DocumentSteps documents;
    private final String storeUri;

    /** Kind USAGE where the configuration does not go together. */
    StreamParts(Configuration configuration, StreamPlan plan, Collection<NamedTransform> own) {
        this.configuration = configuration;
        documents = new DocumentSteps(plan.file().documents(), own, InstantSource.system(), BuildInfo.version());
        documents.checkUsed(
                plan.sources().stream().map(StreamSource::documentType).toList());
        targets = open.add(new StreamTargets(configuration, plan.file()));
        connections = open.add(new Connections(MongoSources.options(configuration)));
        storeUri = SecretReference.resolve(configuration.get(StreamSettings.RESUME_STORE));
    }

    ResumeStore resumeStore() {
        return open.add(new ResumeStores(storeUri, keyPrefix(), WorkerName.of(configuration)).open());
    }

    ChangeSource source(StreamSource source) {
        return open.add(connections.source(source));
    }

    Publisher publisher(StreamSource source) {
        return open.add(targets.publisher(source));
    }

    RejectedEvents rejects(StreamSource source) {
        return open.add(targets.rejects(source));
    }

    /** One for each thread. */
    ChangeStep step(StreamSource source) {
        return new ChangeStep(documents.of(source.documentType()), targets.encoder(source));
    }

    Deduplicator deduplicator(StreamSource source) {
        DeduplicationSection section = source.deduplication();
        if (!section.enabled()) {
            return Deduplicator.off();
        }
        DedupLimits limits = new DedupLimits(section.memoryTtl(), section.memoryMaxSize(), section.cleanupInterval());
        return open.add(new Deduplicator(source.name(), limits, store(section)));
    }

    private @Nullable DedupStore store(DeduplicationSection section) {
        return section.persistentEnabled()
                ? open.add(new DedupStores(storeUri, keyPrefix()).open(section.persistentTtl()))
                : null;
    }

    private String keyPrefix() {
        return configuration.get(RunSettings.KEY_PREFIX);
    }

    @Override
    public void close() {
        open.close();
    }
}
