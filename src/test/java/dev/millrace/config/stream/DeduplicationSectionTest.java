package dev.millrace.config.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.StringReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class DeduplicationSectionTest {

    @Test
    void isOffWhereTheFileSaysNothing() {
        assertThat(DeduplicationSection.read(null)).isEqualTo(DeduplicationSection.off());
        assertThat(read("")).isEqualTo(DeduplicationSection.off());
        assertThat(DeduplicationSection.off().enabled()).isFalse();
    }

    @Test
    void takesTheUsualForWhatIsNotSaid() {
        assertThat(read("persistent_enabled: true"))
                .isEqualTo(new DeduplicationSection(
                        true, Duration.ofMinutes(10), 100_000, true, Duration.ofHours(1), Duration.ofMinutes(5)));
    }

    @Test
    void readsEveryKeyWithSecondsOrTexts() {
        assertThat(read("""
                enabled: false
                memory_ttl: 90
                memory_max_size: 50_000
                persistent_enabled: '${PERSISTENT:true}'
                persistent_ttl: 2d
                cleanup_interval: 1.5
                """))
                .isEqualTo(new DeduplicationSection(
                        false, Duration.ofSeconds(90), 50_000, true, Duration.ofDays(2), Duration.ofMillis(1_500)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enabled: maybe | line 1, deduplication.enabled is 'maybe'",
                "memory_ttl: soon | line 1, deduplication.memory_ttl is 'soon'",
                "memory_ttl: -5 | line 1, deduplication.memory_ttl is '-5'",
                "memory_ttl: 500ms | line 1, deduplication.memory_ttl is '500ms'",
                "memory_max_size: 0 | line 1, deduplication.memory_max_size is '0'",
                "memory_max_size: 10m | line 1, deduplication.memory_max_size is '10m'",
                "persistent_enabled: [a] | line 1, deduplication.persistent_enabled has to be a single value",
                "persistent_ttl: 10y | line 1, deduplication.persistent_ttl is '10y'",
                "persistent_ttl: 31d | line 1, deduplication.persistent_ttl is '31d'",
                "cleanup_interval: '${NOT_SET}' | line 1, deduplication.cleanup_interval needs the variable NOT_SET",
                "ttl: 10m | line 1, deduplication.ttl is not known; possible are cleanup_interval",
                "[enabled] | line 1, deduplication has to be a map"
            })
    void tellsWhatIsWrongWithItsPathAndLine(String yaml, String problem) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(e.problem()).contains("streams.yaml", problem);
        });
    }

    private static DeduplicationSection read(String yaml) {
        Problems problems = new Problems("streams.yaml");
        YamlNode node = new YamlNode(
                problems,
                new Variables(Map.<String, String>of()::get),
                "deduplication",
                new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml)),
                1);
        DeduplicationSection section = DeduplicationSection.read(node);
        problems.check();
        return section;
    }
}
