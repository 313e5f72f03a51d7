package dev.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapOptionsTest {

    private static final long MIB = 1 << 20;

    @Test
    void givesTheProgramItselfRoomBesideTheDocuments() {
        assertThat(HeapOptions.ofNative(MemorySize.ofMebibytes(928)))
                .containsExactly("-Xmx" + 1024 * MIB, "-Xmn" + 64 * MIB);
    }

    @Test
    void givesASmallHeapASmallYoungGeneration() {
        assertThat(HeapOptions.ofNative(MemorySize.ofMebibytes(64)))
                .containsExactly("-Xmx" + 160 * MIB, "-Xmn" + 40 * MIB);
    }

    @Test
    void leavesTheYoungGenerationToAVirtualMachine() {
        assertThat(HeapOptions.of(MemorySize.ofMebibytes(64))).containsExactly("-Xmx" + 160 * MIB);
    }

    @Test
    void givesAVirtualMachineNoLessThanItsLauncherWould() {
        assertThat(HeapOptions.of(MemorySize.ofMebibytes(4))).containsExactly("-Xmx" + 128 * MIB);
    }

    @Test
    void knowsItsOptionsInACommandLine() {
        assertThat(HeapOptions.isOne("-Xmx512m")).isTrue();
        assertThat(HeapOptions.isOne("-Xmn64m")).isTrue();
        assertThat(HeapOptions.isOne("-XX:MaxHeapSize=1g")).isTrue();
        assertThat(HeapOptions.isOne("-Xss1m")).isFalse();
    }
}
