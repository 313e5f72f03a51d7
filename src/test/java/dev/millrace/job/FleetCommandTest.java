package dev.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.Configuration;
import dev.millrace.config.RunSettings;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetCommandTest {

    @Test
    void givesEachProcessItsShare() {
        OwnCommand own = new OwnCommand(List.of(
                "millrace",
                "-Xmx1174405120",
                "-Xms1g",
                "export",
                "--processes",
                "2",
                "--max-memory=512MB",
                "--restart"));
        Configuration configuration = new Configuration(
                new SmallRyeConfigBuilder().build(),
                Map.of(RunSettings.MAX_MEMORY, "512MB", RunSettings.MAX_RU, "4001"));

        assertThat(FleetCommand.of(own, configuration, 5, 2, "abc").words())
                .containsExactly(
                        "millrace",
                        "-Xmx" + ((256L + 96) << 20),
                        "export",
                        "--processes",
                        "1",
                        "--run-id",
                        "abc",
                        "--json",
                        "--workers",
                        "3",
                        "--max-memory",
                        Long.toString(256L << 20),
                        "--max-ru",
                        "2000");
    }
}
