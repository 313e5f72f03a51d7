package dev.millrace.cli;

import dev.millrace.config.BuildInfo;
import dev.millrace.config.MemorySize;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
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

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private NativeHeap() {}

    /** Whether this is a native program whose bound is the one built in, and not the user's own -Xmx. */
    public static boolean canFollow() {
        return BuildInfo.isNative() && Long.valueOf(BUILT_IN).equals(RuntimeOptions.get("MaxHeapSize"));
    }

    /** Does not return where the heap has to be another one. */
    public static void follow(MemorySize maxMemory) {
        if (bound(maxMemory) == BUILT_IN) {
            return;
        }
        try {
            List<String> command = again(maxMemory, Files.readString(COMMAND_LINE));
            ProcessProperties.exec(Path.of(ProcessProperties.getExecutableName()), command.toArray(String[]::new));
        } catch (IOException | RuntimeException e) {
            throw new MillraceException(
                    FailureKind.FAILED,
                    "cannot start again with the heap that --max-memory asks for",
                    "give " + String.join(" ", options(maxMemory)) + " before the command",
                    e);
        }
    }

    /**
     * The command line with that heap, and with what the native runtime has taken off the arguments: -Dname=value.
     *
     * @param commandLine as Linux tells it, a zero character behind each word
     */
    static List<String> again(MemorySize maxMemory, String commandLine) {
        // Split to the end, as the last words may be empty; behind the last zero there is none.
        List<String> words = List.of(commandLine.split("\0", -1));
        List<String> command = new ArrayList<>(List.of(words.getFirst()));
        command.addAll(options(maxMemory));
        command.addAll(words.subList(1, words.size() - 1));
        return command;
    }

    static List<String> options(MemorySize maxMemory) {
        long heap = bound(maxMemory);
        return List.of("-Xmx" + heap, "-Xmn" + Math.min(YOUNG_GENERATION, heap / 4));
    }

    private static long bound(MemorySize maxMemory) {
        return maxMemory.bytes() + PROGRAM;
    }
}
