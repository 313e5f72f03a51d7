package dev.millrace.k8s;

import dev.millrace.cli.CommandLineModel;
import dev.millrace.config.HeapOptions;
import dev.millrace.config.MemorySize;
import dev.millrace.config.RunSettings;
import dev.millrace.config.StreamSettings;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A pod has the time that its end takes, and the memory that it uses. */
final class LifeRules {

    /** Class metadata, compiled code, threads, buffers: what MemoryIT finds beside the heap, on a JVM; a native program has less. */
    private static final long BESIDE_THE_HEAP = 184L << 20;

    /** A `status` that somebody calls in the same container. */
    private static final long ANOTHER_PROCESS = 96L << 20;

    /** The largest document; a worker may be over its memory by two copies of one, and one worker by three forms of it more. */
    private static final long LARGEST_DOCUMENT = 16L << 20;

    private LifeRules() {}

    static List<String> problems(Workload workload) {
        List<String> problems = new ArrayList<>();
        Duration grace = Duration.ofSeconds(workload.pod().getTerminationGracePeriodSeconds());
        Duration end = preStop(workload).plus(drain(workload)).plus(CommandLineModel.afterDrain());
        if (grace.compareTo(end) <= 0) {
            problems.add(workload.name() + ": is killed after " + grace.toSeconds() + " s, but may take "
                    + end.toSeconds() + " s to end");
        }
        Quantity limit = workload.container().getResources().getLimits().get("memory");
        long needed = needed(workload);
        if (limit == null || Quantity.getAmountInBytes(limit).longValue() < needed) {
            problems.add(workload.name() + ": may use " + limit + " of memory, but needs " + new MemorySize(needed));
        }
        return problems;
    }

    private static Duration preStop(Workload workload) {
        Lifecycle lifecycle = workload.container().getLifecycle();
        return lifecycle == null || lifecycle.getPreStop() == null
                ? Duration.ZERO
                : Duration.ofSeconds(lifecycle.getPreStop().getSleep().getSeconds());
    }

    private static Duration drain(Workload workload) {
        return workload.command().equals("stream")
                ? workload.value(StreamSettings.SHUTDOWN_TIMEOUT)
                : Duration.ofSeconds(workload.value(RunSettings.DRAIN_SECONDS));
    }

    private static long needed(Workload workload) {
        int workers = workload.text(RunSettings.WORKERS).map(Integer::valueOf).orElse(1);
        return HeapOptions.bound(workload.value(RunSettings.MAX_MEMORY))
                + BESIDE_THE_HEAP
                + ANOTHER_PROCESS
                + (2L * workers + 3) * LARGEST_DOCUMENT;
    }
}
