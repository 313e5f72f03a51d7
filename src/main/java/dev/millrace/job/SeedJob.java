package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunSummary;
import dev.millrace.pipeline.StopSignal;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Composes a `seed`: made-up documents into a MongoDB. */
@ApplicationScoped
public class SeedJob {

    @Inject
    MeterRegistry registry;

    /** @param dataset names what is made up */
    public BulkRunner of(String dataset) {
        return new Seeding(dataset, registry);
    }

    private record Seeding(String dataset, MeterRegistry registry) implements BulkRunner {

        @Override
        public RunSummary run(
                Configuration configuration, BulkRequest request, StopSignal stop, Consumer<RunEvent> view)
                throws InterruptedException {
            return job(SeedPlan.of(dataset, configuration, request)).run(request.restart(), registry, stop, view);
        }

        /** Documents arrive as they are made: their size is that of the source. */
        @Override
        public DryRun dryRun(Configuration configuration, BulkRequest request) {
            return job(SeedPlan.of(dataset, configuration, request))
                    .dryRun((collection, documents) -> documents.byteCount(), collection -> List.of());
        }

        private static BulkJob job(SeedPlan plan) {
            return new BulkJob(
                    plan.configuration(),
                    plan.bulk(),
                    Optional.empty(),
                    () -> SeedTarget.open(plan.configuration(), plan.bulk().to()));
        }
    }
}
