package dev.millrace.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {

    private static final long HEAP = 1000;

    @TempDir
    Path cgroups;

    @Test
    void isTheHeapWhereThereIsNoContainer() {
        assertThat(reading()).isEqualTo(new MemoryPressure.Reading(300, HEAP));
    }

    @Test
    void isTheHeapWhereTheContainerHasNoLimitOrALargerOne() throws IOException {
        write("memory.max", "max\n");
        write("memory.current", "900\n");
        assertThat(reading().limit()).isEqualTo(HEAP);

        write("memory.max", "5000\n");
        assertThat(reading().limit()).isEqualTo(HEAP);
    }

    @Test
    void isTheContainersWithoutItsFileCacheWhereThatHasTheSmallerLimit() throws IOException {
        write("memory.max", "800\n");
        write("memory.current", "700\n");
        write("memory.stat", "anon 500\nfile 200\ninactive_file 150\n");

        assertThat(reading()).isEqualTo(new MemoryPressure.Reading(550, 800));
    }

    @Test
    void readsTheFirstVersionOfControlGroupsToo() throws IOException {
        write("memory/memory.limit_in_bytes", "600\n");
        write("memory/memory.usage_in_bytes", "500\n");
        write("memory/memory.stat", "total_inactive_file 50\n");

        assertThat(reading()).isEqualTo(new MemoryPressure.Reading(450, 600));
    }

    private MemoryPressure.Reading reading() {
        return new ProcessMemory(cgroups, () -> 300, HEAP).get();
    }

    private void write(String name, String text) throws IOException {
        Path file = cgroups.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
