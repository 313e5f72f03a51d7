package dev.millrace.cli;

import dev.millrace.config.BuildInfo;
import dev.millrace.config.MemorySize;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.nativeimage.ProcessProperties;
import org.graalvm.nativeimage.RuntimeOptions;

/**
 * Gives the native program a heap that follows `--max-memory`. A native heap is bounded as the process starts and never again, so
 * where another bound is wanted than the one built in, the process executes the program anew, with -Xmx: same process
 * id, same files, some milliseconds. A Java virtual machine gets its bound from the launcher.
 */
public final class NativeHeap {

    /** What application.yaml builds in, by -R:MaxHeapSize; fits the default of --max-memory. */
    static final long BUILT_IN = 1120L << 20;

    /** For the program itself, beside documents and output; the launcher of the JVM build adds as much. */
    private static final long PROGRAM = 96L << 20;

    /** Smaller ones are collected so often that an export lost 40 % of its speed; larger ones gained nothing. */
    private static final long YOUNG_GENERATION = 64L << 20;

    private NativeHeap() {}

    /** Whether this is a native program whose bound is the one built in, and not the user's own -Xmx. */
    public static boolean canFollow() {
        return BuildInfo.isNative() && Long.valueOf(BUILT_IN).equals(RuntimeOptions.get("MaxHeapSize"));
    }

    /** Does not return where the heap has to be another one. */
    public static void follow(MemorySize maxMemory, List<String> args) {
        if (bound(maxMemory) == BUILT_IN) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("millrace"));
        command.addAll(options(maxMemory));
        command.addAll(args);
        try {
            ProcessProperties.exec(Path.of(ProcessProperties.getExecutableName()), command.toArray(String[]::new));
        } catch (RuntimeException e) {
            throw new MillraceException(
                    FailureKind.FAILED,
                    "cannot start again with the heap that --max-memory asks for",
                    "give " + String.join(" ", options(maxMemory)) + " before the command",
                    e);
        }
    }

    static List<String> options(MemorySize maxMemory) {
        long heap = bound(maxMemory);
        return List.of("-Xmx" + heap, "-Xmn" + Math.min(YOUNG_GENERATION, heap / 4));
    }

    private static long bound(MemorySize maxMemory) {
        return maxMemory.bytes() + PROGRAM;
    }
}
