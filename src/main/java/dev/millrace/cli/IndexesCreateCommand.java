package dev.millrace.cli;

import dev.millrace.job.IndexResult;
import dev.millrace.job.IndexesJob;
import dev.millrace.model.FailureKind;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** `indexes create`: creates the indexes of a source or of a file on a MongoDB. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Creates the indexes of a source or of a file that are not there yet.",
            "Exit code 1 where one could not be built or another one is in its place; the others are built."
        })
public final class IndexesCreateCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    IndexSourceOptions source;

    @Mixin
    IndexTargetOptions target;

    @Option(names = "--dry-run", description = "Only say what would be built.")
    boolean dryRun;

    @Mixin
    OutputOptions output;

    @Inject
    IndexesJob job;

    @Override
    public Integer call() {
        ProgressView view = new ProgressView(spec.commandLine().getErr(), Terminal.ofStandardError());
        IndexResult result = job.create(
                SettingOptions.configuration(spec.commandLine().getParseResult()), source.request(), dryRun, view);
        IndexTable.print(result, output.json, spec.commandLine().getOut());
        return result.problems().isEmpty() ? 0 : FailureKind.FAILED.exitCode();
    }
}
