package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.MemorySize;
import dev.millrace.config.RunSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeHeapTest {

    private static final long MIB = 1 << 20;

    @Test
    void theProgramItselfGetsRoomBesideTheDocuments() {
        assertThat(NativeHeap.options(MemorySize.ofMebibytes(928)))
                .containsExactly("-Xmx" + 1024 * MIB, "-Xmn" + 64 * MIB);
    }

    @Test
    void aSmallHeapHasASmallYoungGeneration() {
        assertThat(NativeHeap.options(MemorySize.ofMebibytes(64)))
                .containsExactly("-Xmx" + 160 * MIB, "-Xmn" + 40 * MIB);
    }

    @Test
    void theBuiltInHeapFitsTheDefaultOfMaxMemory() {
        MemorySize byDefault = MemorySize.parse(RunSettings.MAX_MEMORY.defaultValue());

        assertThat(NativeHeap.options(byDefault)).contains("-Xmx" + NativeHeap.BUILT_IN);
    }

    @Test
    void theProgramThatIsExecutedAnewGetsAllThatThisOneWasGiven() {
        String commandLine = "millrace\0-Djava.io.tmpdir=/var/tmp\0export\0--max-memory\0" + "64MB\0--filter\0\0";

        assertThat(NativeHeap.again(MemorySize.ofMebibytes(64), commandLine))
                .containsExactly(
                        "millrace",
                        "-Xmx" + 160 * MIB,
                        "-Xmn" + 40 * MIB,
                        "-Djava.io.tmpdir=/var/tmp",
                        "export",
                        "--max-memory",
                        "64MB",
                        "--filter",
                        "");
    }

    @Test
    void maxMemoryIsKnownBeforeTheCommandLineIsParsed() {
        assertThat(Startup.maxMemory(List.of("export", "--max-memory", "64MB"))).hasValue(MemorySize.ofMebibytes(64));
        assertThat(Startup.maxMemory(List.of("export", "--max-memory=2GB"))).hasValue(MemorySize.ofMebibytes(2048));
    }

    @Test
    void aSizeThatCannotBeReadIsLeftToTheCommand() {
        assertThat(Startup.maxMemory(List.of("export", "--max-memory", "much"))).isEmpty();
    }
}
