package dev.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.MemorySize;
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
    void hasTheHeapThatItIsGivenInPlaceOfItsOwn() {
        OwnCommand command = command("millrace", "-Xmx1174405120", "-Xmn67108864", "-Da=b", "export", "--json");

        assertThat(command.withHeap(MemorySize.ofMebibytes(64)).words())
                .containsExactly("millrace", "-Xmx" + (160 << 20), "-Da=b", "export", "--json");
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
