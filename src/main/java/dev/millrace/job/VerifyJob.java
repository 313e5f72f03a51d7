package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.PostgresSettings;
import dev.millrace.config.VerifySettings;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunSummary;
import dev.millrace.observe.RunSummary.Outcome;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.sink.postgres.PostgresAddress;
import dev.millrace.sink.postgres.verify.ComparisonOptions;
import dev.millrace.sink.postgres.verify.PostgresComparison;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Composes a comparison: collections against the tables that they were migrated to. */
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
        AtomicLong unmatched = new AtomicLong();
        Consumer<RunEvent> judging = event -> view.accept(
                event instanceof RunEvent.RunEnded(RunSummary summary)
                        ? new RunEvent.RunEnded(judged(configuration, summary, unmatched.get()))
                        : event);
        RunSummary summary = job(configuration, plan, unmatched).run(request.restart(), registry, stop, judging);
        return judged(configuration, summary, unmatched.get());
    }

    /** A comparison that has come to its end and found more than is tolerated is not simply done. */
    private static RunSummary judged(Configuration configuration, RunSummary summary, long unmatched) {
        boolean different = unmatched > 0 || BulkJob.tooManyRejects(configuration, summary);
        return summary.outcome() == Outcome.DONE && different ? summary.as(Outcome.DIFFERENT) : summary;
    }

    private static BulkJob job(Configuration configuration, VerifyPlan plan, AtomicLong unmatched) {
        return new BulkJob(
                        configuration, plan.bulk(), Optional.empty(), () -> comparison(configuration, plan, unmatched))
                .repeatable();
    }

    private static PostgresComparison comparison(Configuration configuration, VerifyPlan plan, AtomicLong unmatched) {
        return new PostgresComparison(
                PostgresAddress.parse(plan.bulk().to()),
                new ComparisonOptions(
                        configuration.get(PostgresSettings.SCHEMA_NAME),
                        configuration.find(PostgresSettings.TABLE).orElse(""),
                        plan.complete(),
                        configuration.get(VerifySettings.SHOW),
                        configuration.get(VerifySettings.SHOW_VALUES),
                        plan.bulk().resources().workers(),
                        Duration.ofSeconds(configuration.get(PostgresSettings.SOCKET_TIMEOUT))),
                Connectors.documents(VerifySettings.DIFFERENCES, configuration),
                unmatched::set);
    }
}
