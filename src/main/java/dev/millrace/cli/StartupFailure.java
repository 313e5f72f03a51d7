package dev.millrace.cli;

import dev.millrace.model.MillraceException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reports what went wrong before the command line was parsed, in the same form as everything else. */
public final class StartupFailure {

    private StartupFailure() {}

    /** Prints the failure to standard error and returns its exit code. */
    public static int report(MillraceException failure, List<String> args) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return ErrorReporter.report(failure, args.contains("--json"), args.contains("--debug"), err);
    }
}
