package dev.millrace.cli;

import dev.millrace.config.MemorySize;
import java.time.Duration;
import picocli.CommandLine;

/** What others may ask of the command line without running it. */
public final class CommandLineModel {

    private CommandLineModel() {}

    /** Every command with its options, to parse arguments by. */
    public static CommandLine commandLine() {
        return MillraceCommand.commandLine(CommandLine.defaultFactory());
    }

    /** How long a process may take after the drain until it has ended. */
    public static Duration afterDrain() {
        return Interruption.GRACE;
    }

    /** Bytes of heap that a process with that `--max-memory` has. */
    public static long heap(MemorySize maxMemory) {
        return NativeHeap.options(maxMemory).stream()
                .filter(option -> option.startsWith("-Xmx"))
                .mapToLong(option -> Long.parseLong(option.substring("-Xmx".length())))
                .findFirst()
                .orElseThrow();
    }
}
