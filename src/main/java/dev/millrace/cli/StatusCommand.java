package dev.millrace.cli;

import dev.millrace.config.Configuration;
import dev.millrace.job.StatusJob;
import dev.millrace.job.StatusJob.Status;
import dev.millrace.job.stream.StreamStatusJob;
import dev.millrace.state.RunProgress;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** `status`: a run's progress, from any process. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Shows a run: chunks, documents, rate, time left, failures. Without --run-id, the newest.",
            "With --streams, how far streams have come: those of -n or --name, else those of config.yaml."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace status",
            "  millrace status --watch --run-store redis://redis.example:6379",
            "  millrace status --list --json",
            "  millrace status --streams -n shop.orders --resume-store redis://redis.example:6379"
        })
public final class StatusCommand implements Callable<Integer> {

    private static final Duration REFRESH = Duration.ofSeconds(1);

    @Spec
    CommandSpec spec;

    @Option(names = "--watch", description = "Show it again every second until the run is over or interrupted.")
    boolean watch;

    @Option(names = "--list", description = "List every run that the store holds.")
    boolean list;

    @Option(names = "--streams", description = "Show the saved places of streams instead of a run.")
    boolean streams;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "DB.COLL",
            description = "With --streams: what is watched, as given to `stream`; may be repeated.")
    List<String> namespaces = List.of();

    @Option(names = "--name", paramLabel = "NAME")
    @Nullable
    String name;

    @Option(names = "--resume-store", paramLabel = "DIR|URI")
    @Nullable
    String resumeStore;

    @Option(names = "--run-id", paramLabel = "NAME")
    @Nullable
    String runId;

    @Mixin
    StoreOptions store;

    @Mixin
    OutputOptions output;

    @Inject
    StatusJob job;

    @Inject
    StreamStatusJob places;

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration =
                SettingOptions.configuration(spec.commandLine().getParseResult());
        if (streams) {
            return showPlaces(configuration);
        }
        StatusView view = new StatusView(spec.commandLine().getOut(), output.json, Terminal.ofStandardOutput());
        if (list) {
            view.list(job.runs(configuration));
            return 0;
        }
        Optional<Status> status = job.status(configuration);
        if (status.isEmpty()) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("no runs yet");
            return 0;
        }
        view.show(status.get());
        while (watch && !isOver(status.get().progress())) {
            Thread.sleep(REFRESH);
            status = job.status(configuration);
            if (status.isEmpty()) {
                return 0;
            }
            view.again(status.get());
        }
        return 0;
    }

    /** With --watch until somebody interrupts it: a stream has no end. */
    private int showPlaces(Configuration configuration) throws InterruptedException {
        PlacesView view = new PlacesView(spec.commandLine().getOut(), output.json, Terminal.ofStandardOutput());
        view.show(places.places(configuration, namespaces), Instant.now());
        while (watch) {
            Thread.sleep(REFRESH);
            view.show(places.places(configuration, namespaces), Instant.now());
        }
        return 0;
    }

    /** Also where chunks were given up and no other is left: nothing happens any more until somebody starts it again. */
    private static boolean isOver(RunProgress progress) {
        return switch (progress.phase()) {
            case FINISHED -> true;
            case RUNNING -> progress.failed() > 0 && progress.pending() + progress.leased() == 0;
            case PLANNING, UNKNOWN -> false;
        };
    }
}
