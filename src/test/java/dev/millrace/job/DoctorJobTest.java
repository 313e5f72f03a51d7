package dev.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.Configuration;
import dev.millrace.model.Finding;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorJobTest {

    @TempDir
    Path directory;

    @Test
    void examinesTheTargetOfAMigrationThatTheConfigurationNames() {
        assertThat(targets(Map.of("migrate.to", "env:THERE_IS_NO_SUCH_VARIABLE")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(Finding.Verdict.BAD);
                    assertThat(finding.detail()).contains("THERE_IS_NO_SUCH_VARIABLE");
                });
    }

    @Test
    void prefersTheTargetOfAnExport() {
        assertThat(targets(Map.of("export.to", "null:", "migrate.to", "env:THERE_IS_NO_SUCH_VARIABLE")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.verdict()).isEqualTo(Finding.Verdict.GOOD));
    }

    @Test
    void saysThatNoTargetIsNamed() {
        assertThat(targets(Map.of()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains("none is named"));
    }

    private List<Finding> targets(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("mongodb.uri", "generated:orders?count=1");
        all.put("run.store", directory.toString());
        Configuration configuration = new Configuration(
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(all, "test", 300))
                        .build(),
                Map.of());
        return new DoctorJob()
                        .examine(
                                configuration,
                                new SourceRequest(List.of(), new BsonDocument(), new BsonDocument(), 0, 0))
                        .stream()
                        .filter(finding -> finding.subject().equals("target"))
                        .toList();
    }
}
