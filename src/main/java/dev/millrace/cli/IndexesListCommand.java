package dev.millrace.cli;

import dev.millrace.job.IndexesJob;
import dev.millrace.model.CollectionInfo;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `indexes list`: shows the indexes of collections. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Shows each index: collection, name, fields, options.")
public final class IndexesListCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    IndexSourceOptions source;

    @Mixin
    OutputOptions output;

    @Inject
    IndexesJob job;

    @Override
    public Integer call() {
        List<CollectionInfo> collections =
                job.read(SettingOptions.configuration(spec.commandLine().getParseResult()), source.request());
        IndexTable.print(collections, output.json, spec.commandLine().getOut());
        return 0;
    }
}
