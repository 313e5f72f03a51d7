package dev.millrace.job.stream;

import dev.millrace.observe.RateHistory;
import dev.millrace.observe.RecentProblems;
import dev.millrace.observe.StreamEvent;
import dev.millrace.pipeline.ChangePipeline;
import dev.millrace.publish.Publisher;
import dev.millrace.source.ChangeSource;
import java.time.Instant;
import java.util.function.Supplier;

/** A stream of this process with its ends, and what there is to tell of its last minutes. Safe for use by many threads. */
public final class RunningStream {

    /** Seconds of its rate that are remembered. */
    public static final int HISTORY = 600;

    private final ChangePipeline pipeline;
    private final ChangeSource source;
    private final Publisher publisher;
    private final Supplier<String> hold;
    private final RateHistory rates = new RateHistory(HISTORY, System.nanoTime());
    private final RecentProblems problems = new RecentProblems();

    RunningStream(ChangePipeline pipeline, ChangeSource source, Publisher publisher) {
        this(pipeline, source, publisher, () -> "");
    }

    /** @param hold why nothing is published at the moment, such as an open circuit breaker; empty for no reason */
    RunningStream(ChangePipeline pipeline, ChangeSource source, Publisher publisher, Supplier<String> hold) {
        this.pipeline = pipeline;
        this.source = source;
        this.publisher = publisher;
        this.hold = hold;
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

    /** Why nothing is published at the moment; empty for no reason. */
    public String hold() {
        return hold.get();
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
