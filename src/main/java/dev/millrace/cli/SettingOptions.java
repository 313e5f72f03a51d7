package dev.millrace.cli;

import dev.millrace.config.Configuration;
import dev.millrace.config.Setting;
import dev.millrace.config.SettingCatalogue;
import io.smallrye.config.SmallRyeConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Ties options to the settings that they override: description from the setting, value to the configuration. */
final class SettingOptions {

    private SettingOptions() {}

    /** Describes every option of every command that stands for a setting. */
    static void describe(CommandLine commandLine) {
        CommandSpec spec = commandLine.getCommandSpec();
        for (OptionSpec option : List.copyOf(spec.options())) {
            settingOf(spec, option).ifPresent(setting -> {
                spec.remove(option);
                spec.addOption(
                        OptionSpec.builder(option).description(text(setting)).build());
            });
        }
        commandLine.getSubcommands().values().forEach(SettingOptions::describe);
    }

    /** What the user's options and everything below them say. */
    static Configuration configuration(ParseResult parsed) {
        Map<Setting<?>, String> values = new HashMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            settingOf(parsed.commandSpec(), option)
                    .ifPresent(setting -> values.put(setting, option.getValue().toString()));
        }
        return new Configuration(ConfigProvider.getConfig().unwrap(SmallRyeConfig.class), values);
    }

    /** An option of several commands may stand for a setting of each: the command's own, or its parent's, comes first. */
    private static Optional<Setting<?>> settingOf(CommandSpec command, OptionSpec option) {
        // Asked once: picocli looks for variables in the names each time.
        String name = option.longestName();
        List<Setting<?>> named = SettingCatalogue.all()
                .filter(setting -> name.equals(setting.option()))
                .toList();
        return own(command, named)
                .or(() -> command.parent() == null ? Optional.empty() : own(command.parent(), named))
                .or(() -> named.stream().findFirst());
    }

    private static Optional<Setting<?>> own(CommandSpec command, List<Setting<?>> named) {
        return named.stream()
                .filter(setting -> setting.key().startsWith(command.name() + "."))
                .findFirst();
    }

    private static String text(Setting<?> setting) {
        String byDefault = setting.defaultValue() == null ? "" : " Default: " + setting.defaultValue() + ".";
        return (setting.meaning() + byDefault).replace("%", "%%");
    }
}
