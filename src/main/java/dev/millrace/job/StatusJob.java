package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.RunSettings;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.state.FailedChunk;
import dev.millrace.state.RunPhase;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Looks into the run store, for a run that may be going on in another process. */
@ApplicationScoped
public class StatusJob {

    /** A run's state with the chunks that were given up. */
    public record Status(RunProgress progress, List<FailedChunk> failures) {

        public Status {
            failures = List.copyOf(failures);
        }
    }

    /** Every run that the store knows, newest first. */
    public List<RunProgress> runs(Configuration configuration) {
        try (RunStore store = Connectors.runStore(configuration)) {
            return store.runs();
        }
    }

    /** The run that is named, or the newest; empty where the store holds none. */
    public Optional<Status> status(Configuration configuration) {
        try (RunStore store = Connectors.runStore(configuration)) {
            Optional<String> named = configuration.find(RunSettings.RUN_ID);
            if (named.isEmpty()) {
                return store.runs().stream().findFirst().map(run -> status(store, run.runId()));
            }
            String runId = RunIdentity.checked(named.get());
            if (store.progress(runId).phase() == RunPhase.UNKNOWN) {
                throw new MillraceException(
                        FailureKind.NOT_FOUND,
                        "there is no run " + runId + " in " + store.description(),
                        "`millrace status` lists the runs; --run-store chooses another store");
            }
            return Optional.of(status(store, runId));
        }
    }

    private static Status status(RunStore store, String runId) {
        return new Status(store.progress(runId), store.failures(runId));
    }
}
