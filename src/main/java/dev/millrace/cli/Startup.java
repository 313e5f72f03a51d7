package dev.millrace.cli;

import dev.millrace.config.ConfigFile;
import dev.millrace.config.Configuration;
import dev.millrace.config.MemorySize;
import dev.millrace.config.RunSettings;
import dev.millrace.config.Setting;
import dev.millrace.config.StreamSettings;
import dev.millrace.model.MillraceException;
import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options that must be known before Quarkus starts: log, configuration file, HTTP port, memory. */
public final class Startup {

    private static final Set<String> RUNS = Set.of("export", "migrate", "verify", "seed");
    private static final List<String> LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    private Startup() {}

    /** Reads them from the raw arguments and hands them on as system properties. */
    public static void configure(List<String> args) {
        checkTemporaryDirectory();
        String level = value(args, "--log-level", System.getenv("LOG_LEVEL"));
        if (level != null) {
            System.setProperty("quarkus.log.category.\"dev.millrace\".level", checkedLevel(level));
        }
        String format = value(args, "--log-format", System.getenv("LOG_FORMAT"));
        if (format != null) {
            System.setProperty("quarkus.log.console.json.enabled", String.valueOf(isJson(format)));
        }
        String port = httpPort(args);
        if (port != null) {
            System.setProperty("quarkus.http.host-enabled", "true");
            System.setProperty("quarkus.http.port", checkedPort(port));
        }
        String config = value(args, "--config", null);
        if (config != null) {
            System.setProperty(ConfigFile.PROPERTY, config);
        }
        ConfigFile.check();
    }

    /** Quarkus and the codecs put files there; in a container with a read-only root it is easily forgotten. */
    private static void checkTemporaryDirectory() {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw MillraceException.usage(
                    "the directory for temporary files, " + directory + ", cannot be written to",
                    "mount something small there, or give another one: -Djava.io.tmpdir=DIR before the command");
        }
    }

    /**
     * A stream serves its health unless it is told not to, a run only where it is told to. Others never do: `status` is called
     * beside a run, and finds the same environment there.
     */
    private static @Nullable String httpPort(List<String> args) {
        String command = args.isEmpty() ? "" : args.getFirst();
        if (command.equals("stream")) {
            String usual = System.getenv(StreamSettings.HTTP_PORT.variable());
            String port = value(args, "--http-port", usual == null ? StreamSettings.HTTP_PORT.defaultValue() : usual);
            return "off".equals(port) ? null : port;
        }
        return RUNS.contains(command)
                ? value(args, "--http-port", System.getenv(RunSettings.HTTP_PORT.variable()))
                : null;
    }

    /** What `--max-memory` will be, from wherever it comes; empty where it cannot be read, which the command reports. */
    public static Optional<MemorySize> maxMemory(List<String> args) {
        SmallRyeConfigBuilder sources = new SmallRyeConfigBuilder()
                .addSystemSources()
                .withSources(DotEnvConfigSourceProvider.dotEnvSources(Startup.class.getClassLoader()));
        new ConfigFile().configBuilder(sources);
        String option = value(args, "--max-memory", null);
        Map<Setting<?>, String> options = option == null ? Map.of() : Map.of(RunSettings.MAX_MEMORY, option);
        try {
            return new Configuration(sources.build(), options).find(RunSettings.MAX_MEMORY);
        } catch (MillraceException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String value(List<String> args, String option, @Nullable String otherwise) {
        String value = otherwise;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals(option) && i + 1 < args.size()) {
                value = args.get(i + 1);
            } else if (arg.startsWith(option + "=")) {
                value = arg.substring(option.length() + 1);
            }
        }
        return value;
    }

    private static String checkedLevel(String text) {
        String level = text.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw MillraceException.usage(
                    "--log-level: '" + text + "' is not a level", "use one of: error, warn, info, debug");
        }
        return level;
    }

    private static boolean isJson(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "json" -> true;
            case "text" -> false;
            default ->
                throw MillraceException.usage("--log-format: '" + text + "' is not a format", "use text or json");
        };
    }

    private static String checkedPort(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
            throw MillraceException.usage("--http-port: '" + text + "' is not a port", "use a number up to 65535");
        }
        return text;
    }
}
