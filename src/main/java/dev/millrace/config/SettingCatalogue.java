package dev.millrace.config;

import dev.millrace.model.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All settings, by area, in the order in which `.env.example` and `millrace config` show them. */
public final class SettingCatalogue {

    private static final List<Map.Entry<String, List<Setting<?>>>> AREAS = List.of(
            Map.entry("Source", MongoSettings.all()),
            Map.entry("Run", RunSettings.all()),
            Map.entry("Columns", SchemaSettings.all()),
            Map.entry("Export", ExportSettings.all()),
            Map.entry("Migrate to PostgreSQL", PostgresSettings.all()),
            Map.entry("Migrate to MongoDB", CloneSettings.all()),
            Map.entry("Indexes", IndexSettings.all()),
            Map.entry("Verify", VerifySettings.all()),
            Map.entry("Seed", SeedSettings.all()),
            Map.entry("Stream", StreamSettings.all()),
            Map.entry("Google Cloud Storage", GcsSettings.all()),
            Map.entry("Set up Pub/Sub", SetupSettings.all()));

    private SettingCatalogue() {}

    public static Stream<Setting<?>> all() {
        return AREAS.stream().flatMap(area -> area.getValue().stream());
    }

    /** The setting of that key or variable name. */
    public static Setting<?> named(String name) {
        return all().filter(setting -> setting.key().equals(name)
                        || setting.variable().equals(name)
                        || setting.aliases().stream()
                                .anyMatch(alias -> alias.name().equals(name)))
                .findFirst()
                .orElseThrow(() -> MillraceException.usage(
                        "there is no setting '" + name + "'", "`millrace config` lists all settings"));
    }

    /** The text of `.env.example`. */
    public static String example() {
        StringBuilder text = new StringBuilder("""
                # millrace's settings: name, default and meaning of each. Copy to .env and uncomment what you need.
                # Precedence: option > environment > .env > config.yaml > default.
                """);
        for (Map.Entry<String, List<Setting<?>>> area : AREAS) {
            text.append("\n# ---- ").append(area.getKey()).append('\n');
            area.getValue().forEach(setting -> describe(setting, text));
        }
        return text.toString();
    }

    private static void describe(Setting<?> setting, StringBuilder text) {
        text.append("\n# ").append(setting.meaning()).append("\n# ").append(setting.key());
        if (setting.option() != null) {
            text.append(", ").append(setting.option());
        }
        for (Setting.Alias alias : setting.aliases()) {
            text.append("; also read from ").append(alias.name());
        }
        text.append("\n# ").append(setting.variable()).append('=');
        text.append(setting.defaultValue() == null ? "" : setting.defaultValue())
                .append('\n');
    }
}
