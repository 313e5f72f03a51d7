package dev.millrace.job;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RequestUnits;
import dev.millrace.model.RunPlan;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunSummary;
import dev.millrace.observe.RunSummary.Outcome;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.state.RunPhase;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import dev.millrace.state.WorkerReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lets several processes of this program carry out one run that they share through its store, and replaces those that
 * crash. The run is theirs; this process watches and tells.
 */
final class ProcessFleet {

    private static final Duration TICK = Duration.ofSeconds(1);

    /** Exit codes above this one are those of a signal: the process did not end by itself. */
    private static final int SIGNALLED = 128;

    private final String worker;
    private final RunStore store;
    private final OwnCommand command;
    private final int size;
    private final int mostReplacements;
    private final Duration drain;
    private final StopSignal stop;
    private final InstantSource clock;
    private final Consumer<RunEvent> events;
    private final List<FleetProcess> running = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<String, RequestUnits> spentBy = new HashMap<>();
    private int replacements;
    private int failure;

    /**
     * @param worker           this process, which stands for all of them
     * @param command          starts one process that takes part
     * @param size             processes at once
     * @param mostReplacements crashes after which the run is given up
     * @param drain            how long processes may go on after a stop
     */
    ProcessFleet(
            String worker,
            RunStore store,
            OwnCommand command,
            int size,
            int mostReplacements,
            Duration drain,
            StopSignal stop,
            InstantSource clock,
            Consumer<RunEvent> events) {
        this.worker = worker;
        this.store = store;
        this.command = command;
        this.size = size;
        this.mostReplacements = mostReplacements;
        this.drain = drain;
        this.stop = stop;
        this.clock = clock;
        this.events = events;
    }

    RunSummary run(RunPlan plan) throws InterruptedException {
        long start = System.nanoTime();
        String runId = plan.runId();
        RunProgress before = store.progress(runId);
        events.accept(new RunEvent.RunStarted(runId, before, before.done() > 0));
        try {
            for (int i = 0; i < size; i++) {
                running.add(FleetProcess.start(command));
            }
            while (!running.isEmpty() && !stop.await(TICK)) {
                lookAfterTheProcesses();
                tell(runId);
            }
            if (stop.isRequested()) {
                events.accept(new RunEvent.RunStopping(runId, drain));
            }
        } finally {
            end();
        }
        RunSummary summary = new RunSummary(
                outcome(runId),
                store.progress(runId),
                Duration.ofNanos(System.nanoTime() - start),
                replacements,
                spent(),
                store.failures(runId),
                List.copyOf(notes));
        events.accept(new RunEvent.RunEnded(summary));
        return summary;
    }

    private void lookAfterTheProcesses() throws InterruptedException {
        for (FleetProcess process : List.copyOf(running)) {
            if (process.isAlive()) {
                continue;
            }
            running.remove(process);
            notes.addAll(process.notes());
            int code = process.exitCode();
            if (code > SIGNALLED) {
                replace(process, code);
            } else if (code != 0) {
                failure = code;
            }
        }
    }

    private void replace(FleetProcess dead, int code) {
        if (replacements == mostReplacements) {
            throw new MillraceException(
                    FailureKind.FAILED,
                    "processes of the run have died " + replacements + " times, the last one with exit code " + code,
                    "137 stands for kill -9, most often for want of memory: give less --max-memory or --processes");
        }
        replacements++;
        events.accept(new RunEvent.ProcessReplaced(dead.pid(), code));
        running.add(FleetProcess.start(command));
    }

    private void tell(String runId) {
        RunProgress progress = store.progress(runId);
        spentBy.replaceAll((worker, spent) -> spent.quiet());
        progress.workers().forEach(report -> spentBy.put(report.worker(), report.requestUnits()));
        WorkerReport together = sum(progress.workers());
        events.accept(new RunEvent.ProgressMade(progress.told(List.of(together)), together));
    }

    /** All processes together, as one line tells of them. */
    private WorkerReport sum(List<WorkerReport> reports) {
        return new WorkerReport(
                worker,
                reports.stream().mapToLong(WorkerReport::inFlight).sum(),
                reports.stream().mapToLong(WorkerReport::inFlightBytes).sum(),
                reports.stream().mapToDouble(WorkerReport::documentsPerSecond).sum(),
                reports.stream().mapToDouble(WorkerReport::bytesPerSecond).sum(),
                reports.stream().mapToLong(WorkerReport::memoryBytes).sum(),
                reports.stream().mapToLong(WorkerReport::retries).sum() + replacements,
                spent(),
                reports.stream()
                        .mapToDouble(WorkerReport::requestUnitsPerSecond)
                        .sum(),
                clock.instant());
    }

    /** Of all processes, those that have ended included. */
    private RequestUnits spent() {
        return spentBy.values().stream().reduce(RequestUnits.NONE, RequestUnits::plus);
    }

    private void end() throws InterruptedException {
        running.forEach(FleetProcess::stop);
        long deadline = System.nanoTime() + drain.plusSeconds(5).toNanos();
        for (FleetProcess process : running) {
            process.awaitOrKill(deadline);
        }
    }

    private Outcome outcome(String runId) {
        RunProgress progress = store.progress(runId);
        if (progress.phase() == RunPhase.FINISHED) {
            return Outcome.DONE;
        }
        if (stop.isRequested()) {
            return Outcome.INTERRUPTED;
        }
        if (progress.failed() > 0) {
            return Outcome.FAILED;
        }
        if (progress.chunks() > 0 && progress.done() == progress.chunks() && !notes.isEmpty()) {
            return Outcome.INCOMPLETE;
        }
        throw new MillraceException(
                FailureKind.FAILED,
                "the processes of the run have ended before it was done, with exit code " + failure,
                "what stopped them stands above; the same command resumes the run");
    }
}
