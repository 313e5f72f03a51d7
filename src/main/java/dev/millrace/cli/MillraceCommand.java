package dev.millrace.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The root of the command tree. */
@Command(
        name = "millrace",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Takes data out of MongoDB and puts it somewhere else: exactly, resumably, in bounded memory.",
        subcommands = {
            ExportCommand.class,
            MigrateCommand.class,
            VerifyCommand.class,
            IndexesCommand.class,
            StreamCommand.class,
            SeedCommand.class,
            SetupCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            ConfigCommand.class,
            GenerateCompletion.class,
            GenerateManCommand.class,
            HelpCommand.class
        },
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace export --from mongodb://db.example/ -n shop.orders --to gs://bucket/shop",
            "  millrace export --from dump:backup/ -n shop.orders --to file:out --format jsonl",
            "  millrace stream --from mongodb://db.example/ -n shop.orders --to pubsub://my-project/orders",
            "  millrace status --watch",
            "  millrace doctor --from mongodb://db.example/ --to gs://bucket/shop",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 cannot connect or not allowed,",
            "4 done with too many rejects, 5 verification found differences, 130 interrupted and resumable."
        })
public final class MillraceCommand implements Runnable {

    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The command line, ready to execute. */
    static CommandLine commandLine(CommandLine.IFactory factory) {
        ErrorReporter errors = new ErrorReporter();
        CommandLine commandLine = new CommandLine(MillraceCommand.class, factory)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setAbbreviatedOptionsAllowed(false)
                // @FILE stands for a secret, which SecretReference reads as it is; not for more arguments.
                .setExpandAtFiles(false);
        SettingOptions.describe(commandLine);
        return commandLine;
    }
}
