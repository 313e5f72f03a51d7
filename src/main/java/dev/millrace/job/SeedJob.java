package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.SeedSettings;
import dev.millrace.model.MillraceException;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunSummary;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.source.generated.Datasets;
import dev.millrace.source.generated.DefinitionText;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Composes a `seed`: made-up documents into a MongoDB. */
@ApplicationScoped
public class SeedJob {

    @Inject
    MeterRegistry registry;

    /** @param dataset names what is made up; empty where a definition or a collection to imitate does */
    public BulkRunner of(String dataset) {
        return new Seeding(dataset, registry);
    }

    /** The definition of a data set that comes with millrace, or the one that is inferred for `--like`, in YAML. */
    public String definition(String dataset, Configuration configuration) {
        DefinitionText own = ownDefinition(configuration);
        if (own != null) {
            return own.yaml();
        }
        return configuration.find(SeedSettings.LIKE).isPresent()
                ? SeedLike.infer(configuration).yaml()
                : Datasets.yaml(dataset);
    }

    /**
     * Changes what an earlier `seed` has made, until it is done or the stop is requested.
     *
     * @param namespaces what `-n` says
     * @param view       is told every second how it goes
     */
    public ChangeSummary change(
            String dataset,
            Configuration configuration,
            List<String> namespaces,
            StopSignal stop,
            Consumer<ChangeSummary> view)
            throws InterruptedException {
        return SeedChanges.of(dataset, configuration, namespaces).run(stop, view);
    }

    /** The definition in the file that the settings name, or null. */
    static @Nullable DefinitionText ownDefinition(Configuration configuration) {
        Optional<String> file = configuration.find(SeedSettings.DEFINITION);
        if (file.isPresent() && configuration.find(SeedSettings.LIKE).isPresent()) {
            throw MillraceException.usage("--definition and --like exclude each other", "give one of them");
        }
        return file.map(DefinitionText::read).orElse(null);
    }

    private record Seeding(String dataset, MeterRegistry registry) implements BulkRunner {

        @Override
        public RunSummary run(
                Configuration configuration, BulkRequest request, StopSignal stop, Consumer<RunEvent> view)
                throws InterruptedException {
            DefinitionText own = ownDefinition(configuration);
            if (configuration.find(SeedSettings.LIKE).isPresent()) {
                SeedLike like = SeedLike.of(dataset, configuration, request);
                return job(SeedPlan.of(like.dataset(), like.definition(), like.configuration(), request))
                        .run(request.restart(), registry, stop, view);
            }
            return job(SeedPlan.of(dataset, own, configuration, request)).run(request.restart(), registry, stop, view);
        }

        /** Documents arrive as they are made: their size is that of the source. */
        @Override
        public DryRun dryRun(Configuration configuration, BulkRequest request) {
            return job(SeedPlan.of(dataset, ownDefinition(configuration), configuration, request))
                    .dryRun((collection, documents) -> documents.byteCount(), collection -> List.of());
        }

        private static BulkJob job(SeedPlan plan) {
            return new BulkJob(
                            plan.configuration(),
                            plan.bulk(),
                            Optional.empty(),
                            events -> SeedTarget.open(
                                    plan.configuration(), plan.bulk().to(), events))
                    .from(plan::source);
        }
    }
}
