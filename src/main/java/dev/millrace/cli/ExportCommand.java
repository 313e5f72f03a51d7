package dev.millrace.cli;

import dev.millrace.config.Configuration;
import dev.millrace.config.RunSettings;
import dev.millrace.job.ExportJob;
import dev.millrace.job.ExportRequest;
import dev.millrace.job.SourceRequest;
import dev.millrace.model.FailureKind;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunSummary;
import dev.millrace.pipeline.StopSignal;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `export`: collections to objects. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Writes collections as Parquet, JSON Lines or BSON to Google Cloud Storage or a directory.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace export --from mongodb://db.example/ -n shop.orders --to gs://bucket/shop",
            "  millrace export --from env:MONGO_URI -n 'shop.*' --to file:out --format jsonl --compression zstd",
            "  millrace export --from dump:backup/ -n shop.orders --to file:out --dry-run",
            "  millrace export --from 'generated:orders?count=1000000' --to null:",
            "",
            "Started again with the same arguments it resumes: only chunks in flight are repeated."
        })
public final class ExportCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    SourceOptions source;

    @Mixin
    ExportOptions target;

    @Mixin
    GcsOptions gcs;

    @Mixin
    RunOptions run;

    @Mixin
    StoreOptions store;

    @Mixin
    OutputOptions output;

    @Inject
    ExportJob job;

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration =
                SettingOptions.configuration(spec.commandLine().getParseResult());
        ExportRequest request = new ExportRequest(
                new SourceRequest(
                        source.namespaces,
                        SourceRequest.parse("--filter", Optional.ofNullable(source.filter)),
                        SourceRequest.parse("--projection", Optional.ofNullable(source.projection)),
                        source.limit),
                run.restart);
        PrintWriter out = spec.commandLine().getOut();
        if (run.dryRun) {
            DryRunView.print(job.dryRun(configuration, request), output.json, out);
            return 0;
        }
        StopSignal stop = new StopSignal();
        Duration drain = Duration.ofSeconds(configuration.get(RunSettings.DRAIN_SECONDS));
        try (Interruption interruption = new Interruption(stop, drain)) {
            RunSummary summary = job.run(configuration, request, stop, view());
            if (!output.json) {
                SummaryView.print(summary, out);
            } else if (summary.outcome() == RunSummary.Outcome.ALREADY_DONE) {
                new JsonEvents(out).accept(new RunEvent.RunEnded(summary));
            }
            return interruption.ended(exitCode(configuration, summary));
        }
    }

    private Consumer<RunEvent> view() {
        return output.json
                ? new JsonEvents(spec.commandLine().getOut())
                : new ProgressView(spec.commandLine().getErr(), Terminal.ofStandardError());
    }

    private static int exitCode(Configuration configuration, RunSummary summary) {
        return switch (summary.outcome()) {
            case DONE, ALREADY_DONE ->
                ExportJob.tooManyRejects(configuration, summary) ? FailureKind.REJECTS.exitCode() : 0;
            case FAILED -> FailureKind.FAILED.exitCode();
            case INTERRUPTED -> FailureKind.INTERRUPTED.exitCode();
        };
    }
}
