package dev.millrace.config;

import java.util.List;

/** Settings of every one-shot run, whatever its source and target. */
public final class RunSettings {

    /** How a run is spread over this machine's cores. */
    public enum Implementation {
        THREADING,
        MULTIPROCESSING
    }

    public static final Setting<String> STORE = Setting.text(
                    "run.store",
                    "Where runs are remembered: a directory, or redis:// or rediss:// to share a run between processes.")
            .option("--run-store")
            .alias("REDIS_URL")
            .byDefault(".millrace")
            .asSecret();
    public static final Setting<String> KEY_PREFIX = Setting.text("run.key-prefix", "Prefix of the keys in Redis.")
            .option("--key-prefix")
            .byDefault("millrace:");
    public static final Setting<String> RUN_ID = Setting.text(
                    "run.id", "Names the run; without it the name follows from source, target and output settings.")
            .option("--run-id");
    public static final Setting<Long> CHUNK_SIZE = Setting.amount(
                    "run.chunk-size", "Documents a chunk; the part that is read, written and retried as one.")
            .option("--chunk-size")
            .alias("CHUNK_SIZE")
            .byDefault("100000");
    public static final Setting<Integer> WORKERS = Setting.count(
                    "run.workers",
                    "Chunks moved at once; without it twice the number of cores, as far as memory allows.")
            .option("--workers")
            .alias("MAX_WORKERS")
            .alias("MIGRATION_WORKERS")
            .alias("CLUSTER_SIZE");
    public static final Setting<Integer> PROCESSES = Setting.count(
                    "run.processes",
                    "Processes that share the run through Redis; memory and workers are divided among them.")
            .option("--processes");
    public static final Setting<Implementation> IMPLEMENTATION = Setting.choice(
                    "run.implementation",
                    Implementation.class,
                    "Where --processes is not given: threading for one process, multiprocessing for one a core.")
            .alias("CLUSTER_IMPLEMENTATION")
            .byDefault("threading");
    public static final Setting<MemorySize> MAX_MEMORY = Setting.size(
                    "run.max-memory", "Memory for documents on their way and output being built, all workers together.")
            .option("--max-memory")
            .alias("MAX_MEMORY_USAGE_GB", "GB")
            .byDefault("1GB");
    public static final Setting<Integer> MAX_RU = Setting.count(
                    "run.max-ru",
                    "Request units a second to spend at most with Azure Cosmos DB (RU); without it as many as it gives.")
            .option("--max-ru");
    public static final Setting<Integer> ATTEMPTS = Setting.count(
                    "run.attempts", "Tries for a chunk before it is given up and the others go on.")
            .option("--attempts")
            .byDefault("5");
    public static final Setting<Allowance> MAX_REJECTS = Setting.of(
                    "run.max-rejects",
                    Allowance::parse,
                    "Rejected documents that are tolerated, as a number or a percentage; more of them end in exit code 4.")
            .option("--max-rejects")
            .byDefault("0");
    public static final Setting<String> REJECTS = Setting.text(
                    "run.rejects",
                    "Where rejected documents go when the target has no place for them: a directory, or gs://bucket/prefix.")
            .option("--rejects")
            .byDefault("rejects");
    public static final Setting<Long> LEASE_SECONDS = Setting.amount(
                    "run.lease-seconds",
                    "How long a chunk, and the planning or the end of a run, stay with a process that gives no sign of life.")
            .option("--lease-seconds")
            .byDefault("60");
    public static final Setting<Long> DRAIN_SECONDS = Setting.amount(
                    "run.drain-seconds", "How long chunks in flight may go on after SIGTERM or Ctrl-C.")
            .option("--drain-seconds")
            .byDefault("20");
    public static final Setting<String> HOST = Setting.text(
            "run.host",
            "Name of this machine or pod, by which stores tell processes from each other; without it the host's name.");
    public static final Setting<Integer> HTTP_PORT = Setting.count(
                    "run.http-port",
                    "Serves /health, /readiness and /metrics on this port while a one-shot command runs.")
            .option("--http-port");

    private RunSettings() {}

    /** How many processes take part in a run on this machine. */
    public static int processes(Configuration configuration) {
        return configuration.find(PROCESSES).orElseGet(() -> switch (configuration.get(IMPLEMENTATION)) {
            case THREADING -> 1;
            case MULTIPROCESSING -> Runtime.getRuntime().availableProcessors();
        });
    }

    static List<Setting<?>> all() {
        return List.of(
                STORE,
                KEY_PREFIX,
                RUN_ID,
                CHUNK_SIZE,
                WORKERS,
                PROCESSES,
                IMPLEMENTATION,
                MAX_MEMORY,
                MAX_RU,
                ATTEMPTS,
                MAX_REJECTS,
                REJECTS,
                LEASE_SECONDS,
                DRAIN_SECONDS,
                HOST,
                HTTP_PORT);
    }
}
