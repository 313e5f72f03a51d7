package dev.millrace.cli;

import dev.millrace.config.MemorySize;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.nativeimage.RuntimeOptions;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.nativeimage.c.type.CCharPointerPointer;
import org.graalvm.nativeimage.c.type.CTypeConversion;

/**
 * Bounds the heap of the native program by what a run may use. Without it the heap may grow to 80 % of the machine and is
 * collected late. The bound can only be given on the command line, so the program replaces itself (execv(3): same
 * process, same files, nothing opened yet) by one with -Xmx. On a Java virtual machine the launcher gives it instead.
 */
final class NativeHeap {

    /** For the program itself, beside documents and output; the launcher of the JVM build adds as much. */
    private static final long PROGRAM = 96L << 20;

    /** Smaller ones are collected so often that scans lose up to 40 %; larger ones gain nothing. */
    private static final long YOUNG_GENERATION = 64L << 20;

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final Path PROGRAM_FILE = Path.of("/proc/self/exe");

    private NativeHeap() {}

    /** Returns only where the bound is set already, or cannot be: not a native program, or not on Linux. */
    static void limit(MemorySize maxMemory) {
        if (!"runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"))
                || RuntimeOptions.<Long>get("MaxHeapSize") != 0
                || !Files.isReadable(COMMAND_LINE)) {
            return;
        }
        long heap = maxMemory.bytes() + PROGRAM;
        List<String> command = commandLine();
        command.add(1, "-Xmx" + heap);
        command.add(2, "-Xmn" + Math.min(YOUNG_GENERATION, heap / 4));
        replaceProgram(command);
    }

    private static List<String> commandLine() {
        try {
            // Each argument ends with a NUL character (proc_pid_cmdline(5)).
            String text = new String(Files.readAllBytes(COMMAND_LINE), StandardCharsets.UTF_8);
            return new ArrayList<>(List.of(text.substring(0, text.length() - 1).split("\0", -1)));
        } catch (IOException e) {
            throw new MillraceException(FailureKind.FAILED, "cannot read " + COMMAND_LINE, "give -Xmx yourself", e);
        }
    }

    private static void replaceProgram(List<String> command) {
        try (CTypeConversion.CCharPointerHolder program = CTypeConversion.toCString(PROGRAM_FILE.toString());
                CTypeConversion.CCharPointerPointerHolder arguments =
                        CTypeConversion.toCStrings(command.toArray(CharSequence[]::new))) {
            execv(program.get(), arguments.get());
        }
        throw new MillraceException(
                FailureKind.FAILED, "cannot start again with a heap of its own size", "give -Xmx yourself");
    }

    @CFunction("execv")
    private static native int execv(CCharPointer program, CCharPointerPointer arguments);
}
