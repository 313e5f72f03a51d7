package dev.millrace.job.stream;

import dev.millrace.config.stream.PubSubSection;
import dev.millrace.job.PubSubTarget;
import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.Namespace;
import dev.millrace.model.StreamStart;
import dev.millrace.model.WriteReceipt;
import dev.millrace.observe.EventMetrics;
import dev.millrace.observe.MemoryPressure;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.StreamMeter;
import dev.millrace.pipeline.ChangeParts;
import dev.millrace.pipeline.ChangePipeline;
import dev.millrace.pipeline.ChangePolicy;
import dev.millrace.pipeline.HistoryLost;
import dev.millrace.pipeline.Outlet;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.pipeline.dedup.Deduplicator;
import dev.millrace.publish.GuardedPublisher;
import dev.millrace.publish.pubsub.PubSubAddress;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonDocument;

/** What `/metrics` serves: the answer of a real registry, to which runs and a stream have told everything that they can tell. */
public final class ServedMetrics {

    private static final Pattern SERIES = Pattern.compile("(?m)^([a-z_]+)(?:\\{([^}]*)})? ");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    private ServedMetrics() {}

    /** Values by label by metric. */
    public static Map<String, Map<String, Set<String>>> series() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        EventMetrics runs = new EventMetrics(registry);
        everyEvent().forEach(runs);
        try (PubSubTarget target = new PubSubTarget(
                        PubSubSection.usual(), "p", new PubSubAddress("localhost:1", null), InstantSource.system());
                GuardedPublisher publisher = target.publisher("topic")) {
            RunningStream stream = stream(publisher);
            StreamMetrics metrics = new StreamMetrics(registry);
            metrics.add(MemoryPressure.ofThisProcess());
            metrics.add(stream);
            Map<String, Map<String, Set<String>>> series = parsed(registry.scrape());
            assert stream.name().equals("stream") : "meters hold it weakly";
            return series;
        }
    }

    private static List<RunEvent> everyEvent() {
        Chunk chunk = new Chunk(0, new Namespace("a", "b"), 0, new ChunkRange(new BsonDocument(), 1, 1));
        return List.of(
                new RunEvent.ChunkCommitted(chunk, new WriteReceipt(1, 1, 1, 1, new BsonDocument()), Duration.ZERO),
                new RunEvent.ChunkRetried(chunk, 1, Duration.ZERO, ""),
                new RunEvent.ChunkFailed(chunk, 1, "", ""),
                new RunEvent.LeaseLost(chunk),
                new RunEvent.ProcessReplaced(1, 1),
                new RunEvent.StoreRetried("lease", 1, Duration.ZERO, ""),
                new RunEvent.IndexesBuilt(new Namespace("a", "b"), List.of("c"), Duration.ZERO));
    }

    /** One that never runs: what it would read and where it would save are of no interest. */
    private static RunningStream stream(GuardedPublisher publisher) {
        ChangePipeline pipeline = new ChangePipeline(
                new ChangeParts(
                        null,
                        null,
                        Deduplicator.off(),
                        new Outlet("stream", publisher, null, new StreamMeter(), event -> {}),
                        null),
                new ChangePolicy(new StreamStart.Now(), HistoryLost.FAIL, null, null, null),
                new StopSignal(),
                InstantSource.system());
        return new RunningStream(pipeline, null, publisher, Deduplicator.off());
    }

    private static Map<String, Map<String, Set<String>>> parsed(String exposition) {
        Map<String, Map<String, Set<String>>> series = new TreeMap<>();
        Matcher lines = SERIES.matcher(exposition);
        while (lines.find()) {
            Map<String, Set<String>> labels = series.computeIfAbsent(lines.group(1), name -> new TreeMap<>());
            Matcher label = LABEL.matcher(lines.group(2) == null ? "" : lines.group(2));
            while (label.find()) {
                labels.computeIfAbsent(label.group(1), name -> new TreeSet<>()).add(label.group(2));
            }
        }
        return series;
    }
}
