package dev.millrace.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What this process uses of the memory that bounds it: its heap, or that of its container where this has the smaller limit.
 * Source of the files: Linux' admin-guide/cgroup-v2 and cgroup-v1/memory. Safe for use by many threads.
 */
final class ProcessMemory implements Supplier<MemoryPressure.Reading> {

    private final Path cgroups;
    private final LongSupplier heapUsed;
    private final long heapLimit;

    /**
     * @param cgroups   where the system shows the container's memory
     * @param heapUsed  bytes
     * @param heapLimit bytes
     */
    ProcessMemory(Path cgroups, LongSupplier heapUsed, long heapLimit) {
        this.cgroups = cgroups;
        this.heapUsed = heapUsed;
        this.heapLimit = heapLimit;
    }

    static ProcessMemory ofThisProcess() {
        Runtime runtime = Runtime.getRuntime();
        return new ProcessMemory(
                Path.of("/sys/fs/cgroup"), () -> runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory());
    }

    @Override
    public MemoryPressure.Reading get() {
        MemoryPressure.Reading heap = new MemoryPressure.Reading(heapUsed.getAsLong(), heapLimit);
        MemoryPressure.Reading second = cgroup("memory.max", "memory.current", "memory.stat", "inactive_file", heap);
        MemoryPressure.Reading first = cgroup(
                "memory/memory.limit_in_bytes",
                "memory/memory.usage_in_bytes",
                "memory/memory.stat",
                "total_inactive_file",
                heap);
        MemoryPressure.Reading container = second.limit() < first.limit() ? second : first;
        return container.limit() < heap.limit() ? container : heap;
    }

    /** What files have left in the page cache is given back by itself, and does not count. */
    private MemoryPressure.Reading cgroup(
            String limit, String used, String statistics, String cache, MemoryPressure.Reading otherwise) {
        OptionalLong most = number(limit);
        OptionalLong now = number(used);
        if (most.isEmpty() || most.getAsLong() <= 0 || now.isEmpty()) {
            return otherwise;
        }
        return new MemoryPressure.Reading(
                Math.max(0, now.getAsLong() - statistic(statistics, cache)), most.getAsLong());
    }

    /** Empty for `max`, and where there is no such file. */
    private OptionalLong number(String name) {
        String text = text(name).strip();
        return text.matches("\\d{1,19}") ? OptionalLong.of(Long.parseUnsignedLong(text)) : OptionalLong.empty();
    }

    private long statistic(String file, String name) {
        return text(file)
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(
                        line -> Long.parseLong(line.substring(name.length() + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    private String text(String name) {
        try {
            return Files.readString(cgroups.resolve(name));
        } catch (IOException e) {
            // No container of that kind.
            return "";
        }
    }
}
