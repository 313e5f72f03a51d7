package dev.millrace.config;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Adds `config.yaml`, or the file that `--config` or `MILLRACE_CONFIG` names, to the places settings come from. */
public final class ConfigFile implements SmallRyeConfigBuilderCustomizer {

    /** System property through which {@code Main} hands on `--config`. */
    public static final String PROPERTY = "millrace.config";

    private static final String DEFAULT_NAME = "config.yaml";

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        Path file = path();
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            builder.withSources(
                    new YamlConfigSource(file.toString(), Files.readString(file), Configuration.CONFIG_FILE_ORDINAL));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }

    /** Reports a named file that is not there or cannot be read, before anything else starts. */
    public static void check() {
        Path file = path();
        boolean named = !file.toString().equals(DEFAULT_NAME);
        if (!Files.exists(file) && !named) {
            return;
        }
        try {
            new YamlConfigSource(file.toString(), Files.readString(file), Configuration.CONFIG_FILE_ORDINAL);
        } catch (IOException e) {
            throw new MillraceException(
                    FailureKind.USAGE, "cannot read " + file, "check the path and its permissions", e);
        } catch (RuntimeException e) {
            throw new MillraceException(
                    FailureKind.USAGE, file + " is not valid YAML: " + firstLine(e), "mend the file at that line", e);
        }
    }

    static String nameOf(ConfigValue value) {
        return value.getLineNumber() > 0 ? path() + " line " + value.getLineNumber() : path().toString();
    }

    /** The file that is named, or `config.yaml`; it may not be there. */
    public static Path path() {
        String named = System.getProperty(PROPERTY, System.getenv("MILLRACE_CONFIG"));
        return Path.of(named == null || named.isBlank() ? DEFAULT_NAME : named);
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .limit(3)
                .map(String::strip)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }
}
