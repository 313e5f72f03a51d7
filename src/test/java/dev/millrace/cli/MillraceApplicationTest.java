package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Failures that are no exceptions of a command. */
class MillraceApplicationTest {

    private final PrintStream terminal = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(written, true));
    }

    @AfterEach
    void stopListening() {
        System.setErr(terminal);
    }

    @Test
    void saysWhyALibraryCannotBeLoadedAndWhatToDo() {
        MillraceApplication application = new MillraceApplication();
        application.factory = new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) {
                throw new UnsatisfiedLinkError("Can't load library: /tmp/libzstd.so\nUnsupported OS/arch");
            }
        };

        assertThat(application.run("status")).isEqualTo(1);

        assertThat(written.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "error: Cannot load a part of the program: Can't load library: /tmp/libzstd.so"),
                        line -> assertThat(line).startsWith(" hint: ").contains("noexec", "-Djava.io.tmpdir=DIR"));
    }
}
