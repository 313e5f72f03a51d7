package dev.millrace.cli;

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
}
