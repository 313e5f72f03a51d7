package dev.millrace.cli;

import dev.millrace.config.BuildInfo;
import dev.millrace.config.HeapOptions;
import dev.millrace.config.MemorySize;
import dev.millrace.job.OwnCommand;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.nio.file.Path;
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

    private NativeHeap() {}

    /** Whether this is a native program whose bound is the one built in, and not the user's own -Xmx. */
    public static boolean canFollow() {
        return BuildInfo.isNative() && Long.valueOf(BUILT_IN).equals(RuntimeOptions.get("MaxHeapSize"));
    }

    /** Does not return where the heap has to be another one. */
    public static void follow(MemorySize maxMemory) {
        if (HeapOptions.bound(maxMemory) == BUILT_IN) {
            return;
        }
        try {
            // With what the native runtime has taken off the arguments: -Dname=value.
            List<String> command = OwnCommand.ofThisProcess()
                    .withRuntime(HeapOptions.ofNative(maxMemory))
                    .words();
            ProcessProperties.exec(Path.of(ProcessProperties.getExecutableName()), command.toArray(String[]::new));
        } catch (RuntimeException e) {
            throw new MillraceException(
                    FailureKind.FAILED,
                    "cannot start again with the heap that --max-memory asks for",
                    "give " + String.join(" ", HeapOptions.ofNative(maxMemory)) + " before the command",
                    e);
        }
    }
}
