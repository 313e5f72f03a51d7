package dev.millrace.cli;

import dev.millrace.config.Configuration;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SeedSettings;
import dev.millrace.config.Setting;
import dev.millrace.job.ChangeSummary;
import dev.millrace.job.SeedJob;
import dev.millrace.job.SourceRequest;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.pipeline.StopSignal;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.bson.BsonDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `seed`: made-up documents into a MongoDB. */
@Command(
        name = "seed",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Fills a MongoDB collection, or several that refer to each other, with made-up documents: the same ones for the",
            "same arguments. With --changes it inserts, updates and deletes such documents instead, to test streams."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace seed users --to mongodb://db.example/ -n app.users --count 1M",
            "  millrace seed service-orders --to env:MONGO_URI -n shop --count 61M --workers 12 --batch-size 2000",
            "  millrace seed types --to mongodb://db.example/ -n test.types --drop --rate 500/s",
            "  millrace seed example --show-definition > my.yaml",
            "  millrace seed --definition my.yaml --to env:MONGO_URI -n shop.films --indexes first",
            "  millrace seed --like mongodb://db.example/shop.orders --dry-run > orders.yaml",
            "  millrace seed users --to env:MONGO_URI -n app.users --changes 1000/s --mix insert=20,update=70,delete=10 --duration 10m",
            "",
            "Started again with the same arguments it resumes; documents that are there already are compared."
        })
public final class SeedCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    SeedOptions seed;

    @Mixin
    RunOptions run;

    @Mixin
    StoreOptions store;

    @Mixin
    OutputOptions output;

    @Inject
    SeedJob job;

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration =
                SettingOptions.configuration(spec.commandLine().getParseResult());
        if (seed.showDefinition
                || (run.dryRun && configuration.find(SeedSettings.LIKE).isPresent())) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(job.definition(seed.dataset, configuration));
            out.flush();
            return 0;
        }
        if (configuration.find(SeedSettings.CHANGES).isPresent()) {
            return change(configuration);
        }
        requireNone(configuration, SeedSettings.DURATION);
        requireNone(configuration, SeedSettings.JOURNAL);
        SourceRequest source = new SourceRequest(seed.namespaces, new BsonDocument(), new BsonDocument(), 0, 0);
        return new BulkCall(spec, source, run, output).carryOut(job.of(seed.dataset));
    }

    private static void requireNone(Configuration configuration, Setting<?> setting) {
        if (configuration.find(setting).isPresent()) {
            throw MillraceException.usage(setting.option() + " belongs to a change workload", "give --changes N/s too");
        }
    }

    private int change(Configuration configuration) throws InterruptedException {
        if (run.dryRun) {
            throw MillraceException.usage("--changes has no --dry-run", "leave one of them out");
        }
        ChangesView view = new ChangesView(spec.commandLine().getErr(), Terminal.ofStandardError());
        StopSignal stop = new StopSignal();
        Duration drain = Duration.ofSeconds(configuration.get(RunSettings.DRAIN_SECONDS));
        try (Interruption interruption = new Interruption(stop, drain)) {
            ChangeSummary summary = job.change(seed.dataset, configuration, seed.namespaces, stop, view);
            view.print(summary, output.json, spec.commandLine().getOut());
            return interruption.ended(exitCode(configuration, summary));
        }
    }

    /** A workload without a duration ends no other way than by being stopped. */
    private static int exitCode(Configuration configuration, ChangeSummary summary) {
        if (summary.end() == ChangeSummary.End.STOPPED
                && configuration.find(SeedSettings.DURATION).isPresent()) {
            return FailureKind.INTERRUPTED.exitCode();
        }
        return summary.refused() > 0 ? FailureKind.REJECTS.exitCode() : 0;
    }
}
