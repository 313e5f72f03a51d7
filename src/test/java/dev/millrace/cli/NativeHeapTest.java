package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.HeapOptions;
import dev.millrace.config.MemorySize;
import dev.millrace.config.RunSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeHeapTest {

    @Test
    void theBuiltInHeapFitsTheDefaultOfMaxMemory() {
        MemorySize byDefault = MemorySize.parse(RunSettings.MAX_MEMORY.defaultValue());

        assertThat(HeapOptions.bound(byDefault)).isEqualTo(NativeHeap.BUILT_IN);
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
