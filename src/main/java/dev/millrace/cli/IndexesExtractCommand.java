package dev.millrace.cli;

import dev.millrace.job.IndexesJob;
import dev.millrace.model.CollectionInfo;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** `indexes extract`: writes the index definitions of collections to a file. */
@Command(
        name = "extract",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Writes the definitions to a file that can be read, changed, and given to create.")
public final class IndexesExtractCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    IndexSourceOptions source;

    @Option(names = "--file", paramLabel = "FILE", required = true)
    String file = "";

    @Inject
    IndexesJob job;

    @Override
    public Integer call() {
        List<CollectionInfo> collections =
                job.read(SettingOptions.configuration(spec.commandLine().getParseResult()), source.request());
        job.extract(Path.of(file), collections);
        spec.commandLine()
                .getOut()
                .println(IndexTable.count(collections) + " of "
                        + (collections.size() == 1 ? "1 collection" : collections.size() + " collections") + " in "
                        + file);
        return 0;
    }
}
