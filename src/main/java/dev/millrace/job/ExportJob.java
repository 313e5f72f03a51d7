package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunSummary;
import dev.millrace.pipeline.StopSignal;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Consumer;

/** Composes an export: collections to objects. */
@ApplicationScoped
public class ExportJob implements BulkRunner {

    @Inject
    MeterRegistry registry;

    @Override
    public RunSummary run(Configuration configuration, BulkRequest request, StopSignal stop, Consumer<RunEvent> view)
            throws InterruptedException {
        ExportPlan plan = ExportPlan.of(configuration, request);
        return job(configuration, plan).run(request.restart(), registry, stop, view);
    }

    @Override
    public DryRun dryRun(Configuration configuration, BulkRequest request) {
        ExportPlan plan = ExportPlan.of(configuration, request);
        return job(configuration, plan)
                .dryRun(SampleEncoding.of(ExportTarget.format(configuration, plan)), SchemaPlanning::columns);
    }

    private static BulkJob job(Configuration configuration, ExportPlan plan) {
        return new BulkJob(
                configuration, plan.bulk(), plan.columns(configuration), () -> ExportTarget.open(configuration, plan));
    }
}
