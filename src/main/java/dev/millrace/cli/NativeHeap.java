package dev.millrace.cli;

import dev.millrace.config.MemorySize;
import org.graalvm.nativeimage.RuntimeOptions;

/**
 * Bounds the heap of the native program by what a run may use. Without it the heap may grow to 80 % of the machine and is
 * collected late. On a Java virtual machine the launcher gives -Xmx instead.
 */
final class NativeHeap {

    /** For the program itself, beside documents and output; the launcher of the JVM build adds as much. */
    private static final long PROGRAM = 96L << 20;

    /** Smaller ones are collected so often that scans lose up to 40 %; larger ones gain nothing. */
    private static final long YOUNG_GENERATION = 64L << 20;

    private NativeHeap() {}

    /** Sets the bound, unless the user gave one with -Xmx. */
    static void limit(MemorySize maxMemory) {
        if (!"runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"))
                || RuntimeOptions.<Long>get("MaxHeapSize") != 0) {
            return;
        }
        long heap = maxMemory.bytes() + PROGRAM;
        RuntimeOptions.set("MaxHeapSize", heap);
        RuntimeOptions.set("MaxNewSize", Math.min(YOUNG_GENERATION, heap / 4));
    }
}
