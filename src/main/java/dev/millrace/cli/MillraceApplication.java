package dev.millrace.cli;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import java.util.List;
import picocli.CommandLine;

/** Runs the command line inside Quarkus, so that commands find their services. */
public final class MillraceApplication implements QuarkusApplication {

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
        }
    }
}
