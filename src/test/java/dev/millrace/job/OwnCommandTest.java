package dev.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnCommandTest {

    @Test
    void hasAllThatThisProcessWasGivenEmptyWordsToo() {
        OwnCommand command = OwnCommand.of(
                "/usr/bin/millrace", "millrace\0-Djava.io.tmpdir=/var/tmp\0export\0--filter\0\0--json\0\0");

        assertThat(command.words())
                .containsExactly(
                        "/usr/bin/millrace", "-Djava.io.tmpdir=/var/tmp", "export", "--filter", "", "--json", "");
    }

    @Test
    void tellsOfThisProcess() {
        assertThat(OwnCommand.ofThisProcess().words().getFirst()).endsWith("java");
        assertThat(OwnCommand.ofThisProcess().words()).hasSizeGreaterThan(1);
    }

    @Test
    void takesOptionsOfTheRuntimeInFrontOfThoseThatThereAre() {
        OwnCommand command = command("millrace", "-Xmn256m", "-Da=b", "export");

        assertThat(command.withRuntime(List.of("-Xmx1g", "-Xmn64m")).words())
                .containsExactly("millrace", "-Xmx1g", "-Xmn64m", "-Xmn256m", "-Da=b", "export");
    }

    @Test
    void leavesOutTheBoundsOfItsHeapButNothingOfTheCommand() {
        OwnCommand command = command(
                "java",
                "-Xmx2g",
                "-Xms1g",
                "-XX:MaxHeapSize=3g",
                "-Da=b",
                "-jar",
                "x.jar",
                "export",
                "--filter",
                "-Xmx");

        assertThat(command.withoutHeap().words())
                .containsExactly("java", "-Da=b", "-jar", "x.jar", "export", "--filter", "-Xmx");
        assertThat(command("millrace", "-Xmx1g", "-Xmn64m", "export", "-Xmn")
                        .withoutHeap()
                        .words())
                .containsExactly("millrace", "export", "-Xmn");
    }

    @Test
    void leavesOutOptionsWithTheirValuesAndFlags() {
        OwnCommand command =
                command("millrace", "export", "--workers", "3", "--restart", "--run-id=x", "--to", "file:x");

        assertThat(command.withoutOptions(Set.of("--workers", "--run-id"))
                        .withoutFlags(Set.of("--restart"))
                        .with("--json")
                        .words())
                .containsExactly("millrace", "export", "--to", "file:x", "--json");
    }

    private static OwnCommand command(String... words) {
        return new OwnCommand(List.of(words));
    }
}
