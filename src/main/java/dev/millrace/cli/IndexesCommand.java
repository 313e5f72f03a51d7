package dev.millrace.cli;

import dev.millrace.config.Configuration;
import dev.millrace.job.IndexResult;
import dev.millrace.job.IndexesJob;
import dev.millrace.job.SourceRequest;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.FailureKind;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.bson.BsonDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** `indexes`: lists, extracts and creates index definitions. */
@Command(
        name = "indexes",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        synopsisSubcommandLabel = "(list | extract | create)",
        description = "Lists indexes, writes their definitions to a file, and creates them on another MongoDB.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace indexes list --from mongodb://db.example/ -n shop",
            "  millrace indexes extract --from dump:backup/ -n 'shop.*' --file indexes.json",
            "  millrace indexes create --file indexes.json --to mongodb://new.example/ --dry-run",
            "  millrace indexes create --from env:MONGO_URI -n shop.orders --to env:MONGODB_ATLAS_CONNECTION_STRING"
        })
public final class IndexesCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Inject
    IndexesJob job;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Shows each index: collection, name, fields, options.")
    int list(@Mixin IndexSourceOptions source, @Mixin OutputOptions output) {
        List<CollectionInfo> collections = job.read(configuration(), request(source));
        IndexTable.print(collections, output.json, spec.commandLine().getOut());
        return 0;
    }

    @Command(
            name = "extract",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Writes the definitions to a file that can be read, changed, and given to create.")
    int extract(
            @Mixin IndexSourceOptions source,
            @Option(names = "--file", paramLabel = "FILE", required = true) String file) {
        List<CollectionInfo> collections = job.read(configuration(), request(source));
        job.extract(Path.of(file), collections);
        spec.commandLine()
                .getOut()
                .println(IndexTable.count(collections) + " of " + collections.size() + " collections are in " + file);
        return 0;
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Creates the indexes of a source or of a file that are not there yet.",
                "Exit code 1 where one could not be built or another one is in its place; the others are built."
            })
    int create(
            @Mixin IndexSourceOptions source,
            @Mixin IndexTargetOptions target,
            @Option(names = "--dry-run", description = "Only say what would be built.") boolean dryRun,
            @Mixin OutputOptions output) {
        Configuration configuration = configuration();
        ProgressView view = new ProgressView(spec.commandLine().getErr(), Terminal.ofStandardError());
        IndexResult result = job.create(configuration, request(source), dryRun, view);
        IndexTable.print(result, output.json, spec.commandLine().getOut());
        return result.problems().isEmpty() ? 0 : FailureKind.FAILED.exitCode();
    }

    private Configuration configuration() {
        ParseResult parsed = spec.commandLine().getParseResult();
        return SettingOptions.configuration(parsed.hasSubcommand() ? parsed.subcommand() : parsed);
    }

    private static SourceRequest request(IndexSourceOptions source) {
        return new SourceRequest(source.namespaces, new BsonDocument(), new BsonDocument(), 0, 0);
    }
}
