package dev.millrace.cli;

import dev.millrace.config.Configuration;
import dev.millrace.config.StreamSettings;
import dev.millrace.job.stream.StreamJob;
import dev.millrace.job.stream.StreamRequest;
import dev.millrace.job.stream.StreamResult;
import dev.millrace.model.MillraceException;
import dev.millrace.observe.StreamEvent;
import dev.millrace.pipeline.StopSignal;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `stream`: what changes in collections to their subscribers, for as long as nobody stops it. */
@Command(
        name = "stream",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Publishes what changes in collections to Google Cloud Pub/Sub, in order, until it is stopped.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace stream --from mongodb://db.example/ -n shop.orders --to stdout:",
            "  millrace stream --from env:MONGO_URI -n shop.orders --to pubsub://my-project/orders",
            "  millrace stream --config config.yaml --to pubsub://my-project/changes --resume-store redis://redis:6379",
            "  millrace stream --from env:MONGO_URI -n shop --to file:events --from-time 2026-11-21T08:00:00Z",
            "",
            "Started again it goes on where it was: each event arrives at least once, and carries the same eventId each time.",
            "Exit code 0 says that it was told to stop; anything else, that a stream failed for good."
        })
public final class StreamCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    StreamOptions stream;

    @Mixin
    OutputOptions output;

    @Inject
    StreamJob job;

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration =
                SettingOptions.configuration(spec.commandLine().getParseResult());
        if (output.json
                && configuration
                        .find(StreamSettings.TO)
                        .filter(to -> to.startsWith("stdout:"))
                        .isPresent()) {
            throw MillraceException.usage(
                    "--json and --to stdout: both write to standard output", "leave --json out, or use --to file:DIR");
        }
        StopSignal stop = new StopSignal();
        try (Interruption interruption = new Interruption(stop, configuration.get(StreamSettings.SHUTDOWN_TIMEOUT))) {
            List<StreamResult> results =
                    job.run(configuration, new StreamRequest(stream.namespaces, stream.restart), stop, view());
            return interruption.ended(exitCode(results));
        }
    }

    private Consumer<StreamEvent> view() {
        return output.json
                ? new JsonStreamEvents(spec.commandLine().getOut())
                : new StreamView(spec.commandLine().getErr(), Terminal.ofStandardError());
    }

    /** Reports each failure; the first one's exit code stands for all. */
    private int exitCode(List<StreamResult> results) {
        PrintWriter err = spec.commandLine().getErr();
        return results.stream()
                .map(StreamResult::failure)
                .filter(Objects::nonNull)
                .mapToInt(failure -> ErrorReporter.report(failure, output.json, output.debug, err))
                .reduce((first, next) -> first)
                .orElse(0);
    }
}
