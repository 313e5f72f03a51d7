package dev.millrace.job;

import dev.millrace.config.CloneSettings;
import dev.millrace.config.Configuration;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunSummary;
import dev.millrace.pipeline.StopSignal;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Consumer;

/** Composes a migration: collections to tables, or to collections of another MongoDB. */
@ApplicationScoped
public class MigrateJob implements BulkRunner {

    @Inject
    MeterRegistry registry;

    @Override
    public RunSummary run(Configuration configuration, BulkRequest request, StopSignal stop, Consumer<RunEvent> view)
            throws InterruptedException {
        boolean restart = request.restart() || !configuration.get(CloneSettings.RESUME);
        return MigrateTarget.of(configuration, request).job().run(restart, registry, stop, view);
    }

    @Override
    public DryRun dryRun(Configuration configuration, BulkRequest request) {
        MigrateTarget target = MigrateTarget.of(configuration, request);
        return target.job().dryRun(target::encode, target::becomes);
    }
}
