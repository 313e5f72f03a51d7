package dev.millrace.config;

import dev.millrace.model.MillraceException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds a setting's value: option, then environment, then `.env`, then `config.yaml`, then the default. Among names in
 * the same place ours goes before an older tool's.
 */
public final class Configuration {

    /** The place of `config.yaml`, below `.env` (295) and above what the program ships (250). */
    static final int CONFIG_FILE_ORDINAL = 270;

    private static final int DOT_ENV_ORDINAL = 295;

    private final SmallRyeConfig config;
    private final Map<Setting<?>, String> options;

    public Configuration(SmallRyeConfig config, Map<Setting<?>, String> options) {
        this.config = config;
        this.options = Map.copyOf(options);
    }

    /** The same with one setting given as if by its option. */
    public Configuration with(Setting<?> setting, String value) {
        Map<Setting<?>, String> more = new HashMap<>(options);
        more.put(setting, value);
        return new Configuration(config, more);
    }

    /**
     * A value as somebody wrote it.
     *
     * @param text  the value
     * @param place the option, variable or file that it came from, for error messages
     */
    public record Origin(String text, String place) {}

    /** The value; an error of kind USAGE that names the option or variable when it is missing or cannot be read. */
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> MillraceException.usage("no " + setting.key() + " is given", howTo(setting)));
    }

    /** The value, or empty where nobody gave one and there is no default. */
    public <T> Optional<T> find(Setting<T> setting) {
        return origin(setting).map(origin -> parse(setting, origin));
    }

    /** The text behind a value and where it stands; the default counts. */
    public Optional<Origin> origin(Setting<?> setting) {
        String option = options.get(setting);
        if (option != null) {
            return Optional.of(new Origin(option, setting.option() == null ? "an option" : setting.option()));
        }
        Origin best = configured(setting);
        if (best != null) {
            return Optional.of(best);
        }
        return Optional.ofNullable(setting.defaultValue()).map(text -> new Origin(text, "default"));
    }

    private @Nullable Origin configured(Setting<?> setting) {
        ConfigValue found = config.getConfigValue(setting.key());
        Origin origin = isSet(found) ? new Origin(text(found), place(found, setting.variable(), setting.key())) : null;
        int ordinal = isSet(found) ? found.getConfigSourceOrdinal() : Integer.MIN_VALUE;
        for (Setting.Alias alias : setting.aliases()) {
            ConfigValue older = config.getConfigValue(alias.name());
            if (isSet(older) && older.getConfigSourceOrdinal() > ordinal) {
                origin = new Origin(text(older) + alias.suffix(), place(older, alias.name(), alias.name()));
                ordinal = older.getConfigSourceOrdinal();
            }
        }
        return origin;
    }

    private static boolean isSet(ConfigValue value) {
        return value.getRawValue() != null && !value.getRawValue().isBlank();
    }

    /** Only the configuration file's values have `${…}` in them; a password in a variable is taken as it is. */
    private static String text(ConfigValue value) {
        String text = value.getConfigSourceOrdinal() <= CONFIG_FILE_ORDINAL ? value.getValue() : value.getRawValue();
        return text == null ? "" : text;
    }

    private static String place(ConfigValue value, String variable, String key) {
        int ordinal = value.getConfigSourceOrdinal();
        if (ordinal > DOT_ENV_ORDINAL) {
            return variable;
        }
        return ordinal == DOT_ENV_ORDINAL ? variable + " in .env" : key + " in " + ConfigFile.nameOf(value);
    }

    private static <T> T parse(Setting<T> setting, Origin origin) {
        try {
            return setting.parser().apply(origin.text());
        } catch (MillraceException e) {
            String problem = setting.secret() ? "its value cannot be read" : e.problem();
            throw new MillraceException(e.kind(), origin.place() + ": " + problem, e.hint(), e);
        }
    }

    private static String howTo(Setting<?> setting) {
        String variable = setting.aliases().isEmpty()
                ? setting.variable()
                : setting.aliases().getFirst().name();
        return setting.option() == null ? "set " + variable : "give " + setting.option() + " or set " + variable;
    }
}
