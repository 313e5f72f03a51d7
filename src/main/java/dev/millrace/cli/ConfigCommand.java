package dev.millrace.cli;

import dev.millrace.config.Configuration;
import dev.millrace.config.Setting;
import dev.millrace.config.SettingCatalogue;
import dev.millrace.model.MillraceException;
import java.io.PrintWriter;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** `config`: prints the effective settings, secrets masked. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Shows the effective settings and where each comes from; secrets are masked.",
        footerHeading = "%nExamples:%n",
        footer = {"  millrace config", "  millrace config get run.workers", "  millrace config --example > .env"})
public final class ConfigCommand implements Runnable {

    private static final String MASK = "********";

    @Spec
    CommandSpec spec;

    @Mixin
    OutputOptions output;

    @Option(names = "--example", description = "Print .env.example: every setting with its default and meaning.")
    boolean example;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (example) {
            out.print(SettingCatalogue.example());
            out.flush();
            return;
        }
        Configuration configuration =
                SettingOptions.configuration(spec.commandLine().getParseResult());
        List<Setting<?>> settings = SettingCatalogue.all().toList();
        int width = settings.stream().mapToInt(s -> s.key().length()).max().orElse(0);
        for (Setting<?> setting : settings) {
            print(setting, configuration, width, out);
        }
        out.flush();
    }

    /** One value alone, for scripts; a secret is shown only when it is asked for by name and on purpose. */
    @Command(name = "get", description = "Prints one value: `config get run.workers`. Exit code 1 where none is set.")
    int get(
            @Parameters(paramLabel = "NAME", description = "A setting's name or its environment variable.") String name,
            @Option(names = "--show-secret", description = "Print the value even if it is a secret.") boolean show) {
        CommandLine commandLine = spec.commandLine();
        Setting<?> setting = SettingCatalogue.named(name);
        Configuration configuration = SettingOptions.configuration(commandLine.getParseResult());
        configuration.find(setting);
        return configuration
                .origin(setting)
                .map(origin -> {
                    commandLine.getOut().println(setting.secret() && !show ? MASK : origin.text());
                    return 0;
                })
                .orElse(1);
    }

    private void print(Setting<?> setting, Configuration configuration, int width, PrintWriter out) {
        var origin = configuration.origin(setting);
        String value = origin.map(found -> setting.secret() && !found.place().equals("default") ? MASK : found.text())
                .orElse("");
        String place = origin.map(Configuration.Origin::place).orElse("not set");
        String problem = problem(setting, configuration);
        if (output.json) {
            out.println(new BsonDocument("name", new BsonString(setting.key()))
                    .append("value", new BsonString(value))
                    .append("from", new BsonString(place))
                    .append("problem", new BsonString(problem))
                    .toJson());
        } else {
            out.println(String.format("%-" + width + "s  %-24s  %s", setting.key(), value, place)
                            .stripTrailing()
                    + (problem.isEmpty() ? "" : "  ✘ " + problem));
        }
    }

    private static String problem(Setting<?> setting, Configuration configuration) {
        try {
            configuration.find(setting);
            return "";
        } catch (MillraceException e) {
            return e.problem();
        }
    }
}
