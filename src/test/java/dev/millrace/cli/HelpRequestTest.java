package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered before anything starts, and what is not. */
class HelpRequestTest {

    private final PrintStream terminal = System.out;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(written, true));
    }

    @AfterEach
    void stopListening() {
        System.setOut(terminal);
    }

    @ParameterizedTest
    @CsvSource({
        "--help,                    Usage: millrace [OPTIONS] COMMAND",
        "-h,                        Usage: millrace [OPTIONS] COMMAND",
        "help,                      Usage: millrace [OPTIONS] COMMAND",
        "export --help,             Usage: millrace export",
        "export --to file:out -h,   Usage: millrace export",
        "help migrate,              Usage: millrace migrate",
        "indexes list --help,       Usage: millrace indexes list"
    })
    void printsTheHelpThatIsAskedFor(String args, String usage) {
        assertThat(HelpRequest.answered(List.of(args.split(" ")))).isTrue();
        assertThat(written.toString()).contains(usage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"export --to file:out", "help nothing", "status"})
    void leavesEverythingElseToTheCommand(String args) {
        assertThat(HelpRequest.answered(List.of(args.split(" ")))).isFalse();
        assertThat(written.toString()).isEmpty();
    }

    @Test
    void leavesACallWithoutArgumentsToTheCommand() {
        assertThat(HelpRequest.answered(List.of())).isFalse();
    }
}
