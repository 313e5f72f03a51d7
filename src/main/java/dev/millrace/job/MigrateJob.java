package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunSummary;
import dev.millrace.pipeline.StopSignal;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Consumer;

/** Composes a migration: collections to tables. */
@ApplicationScoped
public class MigrateJob implements BulkRunner {

    @Inject
    MeterRegistry registry;

    @Override
    public RunSummary run(Configuration configuration, BulkRequest request, StopSignal stop, Consumer<RunEvent> view)
            throws InterruptedException {
        MigratePlan plan = MigratePlan.of(configuration, request);
        return job(configuration, plan).run(request.restart(), registry, stop, view);
    }

    @Override
    public DryRun dryRun(Configuration configuration, BulkRequest request) {
        MigratePlan plan = MigratePlan.of(configuration, request);
        MigrateTarget target = new MigrateTarget(configuration);
        return job(configuration, plan).dryRun(target::encode, target::ddl);
    }

    private static BulkJob job(Configuration configuration, MigratePlan plan) {
        return new BulkJob(
                        configuration, plan.bulk(), plan.columns(), () -> new MigrateTarget(configuration).open(plan))
                .choosing(MigrateTarget.mapping(configuration)::schema);
    }
}
