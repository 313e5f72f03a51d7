package dev.millrace.job.stream;

import dev.millrace.observe.RateHistory;
import dev.millrace.observe.RecentProblems;
import dev.millrace.observe.StreamEvent;
import dev.millrace.pipeline.ChangePipeline;
import dev.millrace.pipeline.dedup.DedupCounts;
import dev.millrace.pipeline.dedup.Deduplicator;
import dev.millrace.publish.CircuitBreaker;
import dev.millrace.publish.GuardedPublisher;
import dev.millrace.publish.Publisher;
import dev.millrace.publish.pubsub.PubSubPublisher;
import dev.millrace.source.ChangeSource;
import java.time.Instant;
import java.util.Optional;

/** A stream of this process with its ends, and what there is to tell of its last minutes. Safe for use by many threads. */
public final class RunningStream {

    /** Seconds of its rate that are remembered. */
    public static final int HISTORY = 600;

    private final ChangePipeline pipeline;
    private final ChangeSource source;
    private final Publisher publisher;
    private final Deduplicator deduplicator;
    private final RateHistory rates = new RateHistory(HISTORY, System.nanoTime());
    private final RecentProblems problems = new RecentProblems();

    RunningStream(ChangePipeline pipeline, ChangeSource source, Publisher publisher, Deduplicator deduplicator) {
        this.pipeline = pipeline;
        this.source = source;
        this.publisher = publisher;
        this.deduplicator = deduplicator;
    }

    public String name() {
        return pipeline.name();
    }

    public ChangePipeline pipeline() {
        return pipeline;
    }

    public ChangeSource source() {
        return source;
    }

    public Publisher publisher() {
        return publisher;
    }

    /** What it has left out. */
    public DedupCounts deduplicated() {
        return deduplicator.counts();
    }

    /** What stands in front of its publisher; empty where that needs none. */
    public Optional<CircuitBreaker> breaker() {
        return publisher instanceof GuardedPublisher guarded ? Optional.of(guarded.breaker()) : Optional.empty();
    }

    /** The publisher whose requests can be counted; empty where there are none. */
    Optional<PubSubPublisher> requests() {
        return publisher instanceof GuardedPublisher guarded && guarded.guarded() instanceof PubSubPublisher requesting
                ? Optional.of(requesting)
                : Optional.empty();
    }

    /** Why nothing is published at the moment; empty for no reason. */
    public String hold() {
        return breaker()
                .map(CircuitBreaker::status)
                .filter(status -> status.state() != CircuitBreaker.State.CLOSED)
                .map(status -> "nothing is published until the target is well again: " + status.reason())
                .orElse("");
    }

    /** Events published a second. */
    public RateHistory rates() {
        return rates;
    }

    public RecentProblems problems() {
        return problems;
    }

    void noted(StreamEvent event) {
        if (event instanceof StreamEvent.StreamProgress progress) {
            rates.add(progress.counts().published(), System.nanoTime());
        }
        problems.note(event, Instant.now());
    }
}
