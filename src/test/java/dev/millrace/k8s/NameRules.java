package dev.millrace.k8s;

import dev.millrace.cli.CommandLineModel;
import dev.millrace.config.Setting;
import dev.millrace.config.SettingCatalogue;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Commands, options, variables and their values: each has to be one of millrace's. */
final class NameRules {

    private static final Pattern ASKED_FOR = Pattern.compile("getenv\\(\\s*\"([A-Z_]+)\"\\)");
    private static final String REFERENCE = "env:";

    /** Takes a while to make. */
    private static final CommandLine MILLRACE = CommandLineModel.commandLine();

    private static final Set<String> OF_THE_CODE = variablesOfTheCode();

    private NameRules() {}

    static List<String> problems(Workload workload) {
        List<String> problems = new ArrayList<>();
        try {
            String[] arguments = workload.container().getArgs().toArray(String[]::new);
            if (!MILLRACE.parseArgs(arguments).hasSubcommand()) {
                problems.add(workload.name() + ": names no command");
            }
        } catch (ParameterException e) {
            problems.add(workload.name() + ": " + e.getMessage());
        }
        problems(workload.environment()).forEach(problem -> problems.add(workload.name() + ": " + problem));
        return problems;
    }

    /** Of variables and their values. */
    static List<String> problems(Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        environment.forEach((name, value) -> {
            Optional<Setting<?>> setting = setting(name);
            if (setting.isPresent()) {
                wrongValue(setting.get(), name, value).ifPresent(problems::add);
            } else if (!OF_THE_CODE.contains(name)) {
                problems.add("millrace knows no variable " + name);
            }
            if (value.startsWith(REFERENCE)) {
                String referred = value.substring(REFERENCE.length());
                if (!environment.containsKey(referred) && !SecretTemplate.keys().contains(referred)) {
                    problems.add(name + " refers to " + referred + ", which neither is set nor stands in the Secret");
                }
            }
        });
        return problems;
    }

    /** Whether it is a variable of a setting, or an older tool's that millrace reads. */
    static Optional<Setting<?>> setting(String variable) {
        return SettingCatalogue.all()
                .filter(setting -> setting.variable().equals(variable)
                        || setting.aliases().stream()
                                .anyMatch(alias -> alias.name().equals(variable)))
                .findFirst();
    }

    private static Optional<String> wrongValue(Setting<?> setting, String name, String value) {
        String suffix = setting.aliases().stream()
                .filter(alias -> alias.name().equals(name))
                .map(Setting.Alias::suffix)
                .findFirst()
                .orElse("");
        try {
            setting.parser().apply(value + suffix);
            return Optional.empty();
        } catch (MillraceException e) {
            return Optional.of(name + ": " + e.problem());
        }
    }

    /** Those that are read past the settings, such as LOG_LEVEL. */
    private static Set<String> variablesOfTheCode() {
        Set<String> names = new HashSet<>();
        for (Path file : Kustomize.files(Path.of("src/main/java"), ".java")) {
            try {
                Matcher matcher = ASKED_FOR.matcher(Files.readString(file));
                while (matcher.find()) {
                    names.add(matcher.group(1));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }
}
