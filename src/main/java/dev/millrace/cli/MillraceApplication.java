package dev.millrace.cli;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import java.util.List;
import picocli.CommandLine;

/**
 * Runs the command line inside Quarkus, so that commands find their services.
 *
 * <p>Not final, as a bean: Quarkus would rewrite the class, and where a rewritten class stands in the jar depends on the directory of the build.
 */
public class MillraceApplication implements QuarkusApplication {

    @Inject
    CommandLine.IFactory factory;

    @Override
    public int run(String... args) {
        try {
            return MillraceCommand.commandLine(factory).execute(args);
        } catch (OutOfMemoryError e) {
            MillraceException failure = new MillraceException(
                    FailureKind.FAILED,
                    "there was not enough memory for the documents in flight",
                    "give fewer --workers or more --max-memory; the run can be resumed",
                    e);
            return StartupFailure.report(failure, List.of(args));
        } catch (LinkageError e) {
            return StartupFailure.report(notLoaded(e), List.of(args));
        }
    }

    /** zstd and snappy are machine code, which is copied to a file before it can be loaded. */
    private static MillraceException notLoaded(LinkageError e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return new MillraceException(
                FailureKind.FAILED,
                "Cannot load a part of the program: " + reason,
                "libraries are copied to " + System.getProperty("java.io.tmpdir")
                        + " and loaded from there: it has to be writable and not mounted noexec, or another directory"
                        + " given by -Djava.io.tmpdir=DIR",
                e);
    }
}
