package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Manual pages and shell completion, held against the commands and options that there are. */
class ManualAndCompletionTest {

    private final CommandLine millrace = MillraceCommand.commandLine(CommandLine.defaultFactory());

    @Test
    void aManualPageNamesEachOptionAndCommand() {
        assertThat(commands()).hasSizeGreaterThan(12).allSatisfy(command -> {
            String page = ManualPage.of(command);
            assertThat(page)
                    .startsWith(
                            ".TH \"" + ManualPage.name(command).toUpperCase().replace("-", "\\-") + "\"");
            assertThat(names(command)).allSatisfy(name -> assertThat(page).contains(name.replace("-", "\\-")));
        });
    }

    @Test
    void completionKnowsEachOptionAndCommand() {
        String script = AutoComplete.bash("millrace", millrace);

        assertThat(commands())
                .flatMap(ManualAndCompletionTest::names)
                .allSatisfy(name -> assertThat(script).contains(name));
    }

    @Test
    void noLineOfAPageIsTakenForAMacro() {
        CommandSpec odd = CommandSpec.create().name("odd");
        odd.usageMessage().description(".SH is text", "'quoted' \\fB \"too\"");

        assertThat(ManualPage.of(odd))
                .contains("\n\\&.SH is text\n", "\n\\&'quoted' \\efB \\(dqtoo\\(dq\n")
                .contains("\nodd \\- .SH is text 'quoted' \\efB \\(dqtoo\\(dq\n");
    }

    @Test
    void writesAPageForEachCommand(@TempDir Path directory) {
        Path pages = directory.resolve("man");

        assertThat(millrace.execute("generate-man", pages.toString())).isZero();

        assertThat(pages)
                .isDirectoryContaining("glob:**/millrace.1")
                .isDirectoryContaining("glob:**/millrace-export.1")
                .isDirectoryContaining("glob:**/millrace-indexes-list.1");
    }

    @Test
    void saysWhereItCannotWrite(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(millrace.execute("generate-man", file.toString())).isEqualTo(1);
    }

    private List<CommandSpec> commands() {
        return withChildren(millrace.getCommandSpec()).toList();
    }

    private static Stream<CommandSpec> withChildren(CommandSpec command) {
        return Stream.concat(
                Stream.of(command),
                command.subcommands().values().stream().flatMap(sub -> withChildren(sub.getCommandSpec())));
    }

    private static List<String> names(CommandSpec command) {
        Stream<String> options = command.options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Stream.of(option.names()));
        return Stream.concat(options, command.subcommands().keySet().stream()).toList();
    }
}
