package dev.millrace.cli;

import dev.millrace.config.Configuration;
import dev.millrace.config.RunSettings;
import dev.millrace.job.BulkJob;
import dev.millrace.job.BulkRequest;
import dev.millrace.job.BulkRunner;
import dev.millrace.job.SourceRequest;
import dev.millrace.model.FailureKind;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunSummary;
import dev.millrace.pipeline.StopSignal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** One call of a command that moves collections: from its options to its exit code. */
final class BulkCall {

    private final CommandSpec spec;
    private final SourceRequest source;
    private final RunOptions run;
    private final OutputOptions output;

    BulkCall(CommandSpec spec, SourceOptions source, RunOptions run, OutputOptions output) {
        this(spec, source.request(), run, output);
    }

    BulkCall(CommandSpec spec, SourceRequest source, RunOptions run, OutputOptions output) {
        this.spec = spec;
        this.source = source;
        this.run = run;
        this.output = output;
    }

    int carryOut(BulkRunner job) throws InterruptedException {
        return carryOut(job, SummaryWords.MOVED);
    }

    int carryOut(BulkRunner job, SummaryWords words) throws InterruptedException {
        Configuration configuration =
                SettingOptions.configuration(spec.commandLine().getParseResult());
        BulkRequest request = new BulkRequest(source, run.restart);
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
                SummaryView.print(summary, words, out);
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
                BulkJob.tooManyRejects(configuration, summary) ? FailureKind.REJECTS.exitCode() : 0;
            case DIFFERENT -> FailureKind.VERIFICATION.exitCode();
            case INCOMPLETE, FAILED -> FailureKind.FAILED.exitCode();
            case INTERRUPTED -> FailureKind.INTERRUPTED.exitCode();
        };
    }
}
