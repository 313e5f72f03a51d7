package dev.millrace.cli;

import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import picocli.CommandLine;

/** Runs the command line inside Quarkus, so that commands find their services. */
public final class MillraceApplication implements QuarkusApplication {

    @Inject
    CommandLine.IFactory factory;

    @Override
    public int run(String... args) {
        return MillraceCommand.commandLine(factory).execute(args);
    }
}
