package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.model.RequestUnits;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunSummary;
import dev.millrace.observe.RunSummary.Outcome;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.state.RunProgress;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Composes a comparison: collections against the tables or collections that they were migrated to. */
@ApplicationScoped
public class VerifyJob {

    @Inject
    MeterRegistry registry;

    /** Compares the chosen documents, each a chunk at a time. */
    public BulkRunner comparing(DocumentChoice choice) {
        return new BulkRunner() {
            @Override
            public RunSummary run(
                    Configuration configuration, BulkRequest request, StopSignal stop, Consumer<RunEvent> view)
                    throws InterruptedException {
                return compare(configuration, request, choice, stop, view);
            }

            @Override
            public DryRun dryRun(Configuration configuration, BulkRequest request) {
                VerifyPlan plan = VerifyPlan.of(configuration, request, choice);
                return job(configuration, plan, new AtomicLong())
                        .dryRun((collection, documents) -> 0, collection -> List.of());
            }
        };
    }

    private RunSummary compare(
            Configuration configuration,
            BulkRequest request,
            DocumentChoice choice,
            StopSignal stop,
            Consumer<RunEvent> view)
            throws InterruptedException {
        VerifyPlan plan = VerifyPlan.of(configuration, request, choice);
        Optional<RunSummary> quick = quickly(configuration, plan);
        if (quick.isPresent()) {
            view.accept(new RunEvent.RunEnded(quick.get()));
            return quick.get();
        }
        AtomicLong others = new AtomicLong();
        Consumer<RunEvent> judging = event -> view.accept(
                event instanceof RunEvent.RunEnded(RunSummary summary)
                        ? new RunEvent.RunEnded(judged(configuration, summary, others.get()))
                        : event);
        RunSummary summary = job(configuration, plan, others).run(request.restart(), registry, stop, judging);
        return judged(configuration, summary, others.get());
    }

    private static Optional<RunSummary> quickly(Configuration configuration, VerifyPlan plan) {
        long start = System.nanoTime();
        List<String> notes = new ArrayList<>();
        return plan.target()
                .quickly(configuration, plan, notes::add)
                .map(differences -> new RunSummary(
                        differences == 0 ? Outcome.DONE : Outcome.DIFFERENT,
                        RunProgress.unknown(RunIdentity.of(plan.bulk().settings())),
                        Duration.ofNanos(System.nanoTime() - start),
                        0,
                        RequestUnits.NONE,
                        List.of(),
                        notes));
    }

    /** A comparison that has come to its end and found more than is tolerated is not simply done. */
    private static RunSummary judged(Configuration configuration, RunSummary summary, long others) {
        boolean different = others > 0 || BulkJob.tooManyRejects(configuration, summary);
        return summary.outcome() == Outcome.DONE && different ? summary.as(Outcome.DIFFERENT) : summary;
    }

    private static BulkJob job(Configuration configuration, VerifyPlan plan, AtomicLong others) {
        return new BulkJob(
                        configuration,
                        plan.bulk(),
                        Optional.empty(),
                        () -> plan.target().open(configuration, plan, others::set))
                .repeatable();
    }
}
