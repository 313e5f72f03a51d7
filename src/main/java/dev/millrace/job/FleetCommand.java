package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.HeapOptions;
import dev.millrace.config.MemorySize;
import dev.millrace.config.RunSettings;
import java.util.Optional;
import java.util.Set;

/** The command line of one of several processes that carry out a run together. */
final class FleetCommand {

    private FleetCommand() {}

    /**
     * The same arguments, but for what concerns each process alone: of workers, memory and request units it gets its share.
     *
     * @param workers of all processes together
     */
    static OwnCommand of(OwnCommand own, Configuration configuration, int workers, int processes, String runId) {
        MemorySize memory =
                new MemorySize(configuration.get(RunSettings.MAX_MEMORY).bytes() / processes);
        OwnCommand command = own.withoutFlags(Set.of("--restart", "--json"))
                .withoutOptions(
                        Set.of("--processes", "--workers", "--max-memory", "--max-ru", "--run-id", "--http-port"))
                .with("--processes", "1", "--run-id", runId, "--json")
                .with("--workers", Integer.toString(Math.max(1, Math.ceilDiv(workers, processes))))
                .with("--max-memory", Long.toString(memory.bytes()))
                .withoutHeap()
                .withRuntime(HeapOptions.of(memory));
        Optional<Integer> units = configuration.find(RunSettings.MAX_RU);
        return units.isEmpty()
                ? command
                : command.with("--max-ru", Integer.toString(Math.max(1, units.get() / processes)));
    }
}
