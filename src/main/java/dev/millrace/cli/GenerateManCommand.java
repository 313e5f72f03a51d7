package dev.millrace.cli;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** `generate-man`: writes the manual pages, for those who package millrace. */
@Command(
        name = "generate-man",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Writes a manual page for each command into a directory, for man(1).",
        footerHeading = "%nExamples:%n",
        footer = {"  millrace generate-man man/", "  man -l man/millrace-export.1"})
public final class GenerateManCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "DIRECTORY", description = "Where the pages go; made where it is missing.")
    Path directory;

    @Mixin
    OutputOptions output;

    @Override
    public void run() {
        try {
            Files.createDirectories(directory);
            write(spec.root());
        } catch (IOException e) {
            throw new MillraceException(
                    FailureKind.FAILED,
                    "Cannot write manual pages to " + directory + ": " + e.getMessage(),
                    "choose a directory that can be written to",
                    e);
        }
    }

    private void write(CommandSpec command) throws IOException {
        Files.writeString(directory.resolve(ManualPage.name(command) + ".1"), ManualPage.of(command));
        for (CommandLine sub : command.subcommands().values()) {
            write(sub.getCommandSpec());
        }
    }
}
