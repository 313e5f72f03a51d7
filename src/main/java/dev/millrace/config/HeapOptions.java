package dev.millrace.config;

import java.util.List;

/** The options that bound a process's heap, by the memory that its documents and output may have. */
public final class HeapOptions {

    /** For the program itself, beside documents and output; the launcher of the JVM build adds as much. */
    private static final long PROGRAM = 96L << 20;

    /** The least that the launcher of the JVM build gives. */
    private static final long LEAST_OF_A_JVM = 128L << 20;

    /** How options begin that bound the heap or a part of it. */
    private static final List<String> BOUNDS = List.of(
            "-Xmx",
            "-Xms",
            "-Xmn",
            "-XX:MaxHeapSize=",
            "-XX:InitialHeapSize=",
            "-XX:MinHeapSize=",
            "-XX:NewSize=",
            "-XX:MaxNewSize=");

    /** Smaller ones are collected so often that an export lost 40 % of its speed; larger ones gained nothing. */
    private static final long YOUNG_GENERATION = 64L << 20;

    private HeapOptions() {}

    /** Bytes of the whole heap. */
    public static long bound(MemorySize maxMemory) {
        return maxMemory.bytes() + PROGRAM;
    }

    /** Of the binary. */
    public static List<String> ofNative(MemorySize maxMemory) {
        long heap = bound(maxMemory);
        return List.of("-Xmx" + heap, "-Xmn" + Math.min(YOUNG_GENERATION, heap / 4));
    }

    /** Of this kind of process. */
    public static List<String> of(MemorySize maxMemory) {
        return BuildInfo.isNative()
                ? ofNative(maxMemory)
                : List.of("-Xmx" + Math.max(LEAST_OF_A_JVM, bound(maxMemory)));
    }

    /** Whether a word of a command line is such an option. */
    public static boolean isOne(String word) {
        return BOUNDS.stream().anyMatch(word::startsWith);
    }
}
