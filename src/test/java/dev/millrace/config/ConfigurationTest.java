package dev.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.MillraceException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

    private static final int ENVIRONMENT = 300;
    private static final int DOT_ENV = 295;
    private static final int FILE = Configuration.CONFIG_FILE_ORDINAL;

    @Test
    void anOptionGoesBeforeEverythingElse() {
        Configuration configuration =
                new Configuration(config(Map.of("run.workers", "3"), ENVIRONMENT), Map.of(RunSettings.WORKERS, "7"));

        assertThat(configuration.get(RunSettings.WORKERS)).isEqualTo(7);
        assertThat(configuration.origin(RunSettings.WORKERS))
                .hasValueSatisfying(origin -> assertThat(origin.place()).isEqualTo("--workers"));
    }

    @Test
    void theEnvironmentGoesBeforeDotEnvAndThatBeforeTheFile() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of("run.workers", "1"), "file", FILE))
                .withSources(new PropertiesConfigSource(Map.of("run.workers", "2"), "env file", DOT_ENV))
                .withSources(new PropertiesConfigSource(Map.of("run.workers", "3"), "env", ENVIRONMENT))
                .build();

        assertThat(new Configuration(config, Map.of()).get(RunSettings.WORKERS)).isEqualTo(3);
    }

    @Test
    void anOlderToolsVariableGoesBeforeAPlaceThatIsLower() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of("run.workers", "1"), "file", FILE))
                .withSources(new PropertiesConfigSource(Map.of("MAX_WORKERS", "5"), "env", ENVIRONMENT))
                .build();

        assertThat(new Configuration(config, Map.of()).get(RunSettings.WORKERS)).isEqualTo(5);
    }

    @Test
    void amongNamesInOnePlaceOursGoesFirst() {
        Configuration configuration = configuration(Map.of("run.workers", "1", "MAX_WORKERS", "5"), ENVIRONMENT);

        assertThat(configuration.get(RunSettings.WORKERS)).isEqualTo(1);
    }

    @Test
    void anOlderVariablesUnitIsAdded() {
        Configuration configuration = configuration(Map.of("MAX_MEMORY_USAGE_GB", "1.5"), ENVIRONMENT);

        assertThat(configuration.get(RunSettings.MAX_MEMORY).bytes()).isEqualTo(3L << 29);
    }

    @Test
    void theOldNameOfJsonLinesIsUnderstood() {
        Configuration configuration = configuration(Map.of("OUTPUT_FORMAT", "json"), ENVIRONMENT);

        assertThat(configuration.get(ExportSettings.FORMAT)).isEqualTo(ExportSettings.Format.JSONL);
    }

    @Test
    void aBadValueNamesWhereItStands() {
        Configuration configuration = configuration(Map.of("MAX_WORKERS", "many"), ENVIRONMENT);

        assertThatThrownBy(() -> configuration.get(RunSettings.WORKERS))
                .isInstanceOf(MillraceException.class)
                .hasMessage("MAX_WORKERS: 'many' is not a whole number above 0");
    }

    @Test
    void aSecretsBadValueIsNotShown() {
        Setting<Integer> pin = Setting.count("some.pin", "A number.").asSecret();
        Configuration configuration = configuration(Map.of("some.pin", "12x4"), ENVIRONMENT);

        assertThatThrownBy(() -> configuration.get(pin)).hasMessageNotContaining("12x4");
    }

    @Test
    void whatIsMissingIsNamedWithBothWaysToGiveIt() {
        assertThatThrownBy(() -> configuration(Map.of(), ENVIRONMENT).get(MongoSettings.URI))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.hint()).isEqualTo("give --from or set MONGO_URI"));
    }

    @Test
    void aPasswordWithADollarIsTakenAsItIs() {
        Configuration configuration = configuration(Map.of("MONGO_PASSWORD", "a${b}c$d"), ENVIRONMENT);

        assertThat(configuration.get(MongoSettings.PASSWORD)).isEqualTo("a${b}c$d");
    }

    @Test
    void theFilesVariablesAreFilledIn() {
        Configuration configuration = configuration(Map.of("run.workers", "${NO_SUCH_VARIABLE_HERE:6}"), FILE);

        assertThat(configuration.get(RunSettings.WORKERS)).isEqualTo(6);
    }

    private static Configuration configuration(Map<String, String> values, int ordinal) {
        return new Configuration(config(values, ordinal), Map.of());
    }

    private static SmallRyeConfig config(Map<String, String> values, int ordinal) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "test", ordinal))
                .build();
    }
}
