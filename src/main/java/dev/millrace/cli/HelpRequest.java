package dev.millrace.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.PicocliException;

/** Answers `--help` without starting Quarkus, which is most of what a start takes on a Java virtual machine. */
public final class HelpRequest {

    private HelpRequest() {}

    /** True when help was asked for and printed; false for anything else, wrong arguments included. */
    public static boolean answered(List<String> args) {
        boolean asked =
                args.contains("--help") || args.contains("-h") || (!args.isEmpty() && "help".equals(args.getFirst()));
        if (!asked) {
            return false;
        }
        try {
            CommandLine millrace = MillraceCommand.commandLine(CommandLine.defaultFactory());
            return Integer.valueOf(0)
                    .equals(CommandLine.executeHelpRequest(millrace.parseArgs(args.toArray(String[]::new))));
        } catch (PicocliException e) {
            // Whatever it is, the usual way says it in the usual words.
            return false;
        }
    }
}
