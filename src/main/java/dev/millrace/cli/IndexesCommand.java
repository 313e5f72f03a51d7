package dev.millrace.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `indexes`: lists, extracts and creates index definitions. */
@Command(
        name = "indexes",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        subcommands = {IndexesListCommand.class, IndexesExtractCommand.class, IndexesCreateCommand.class},
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

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
