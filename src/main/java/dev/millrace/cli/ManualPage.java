package dev.millrace.cli;

import dev.millrace.config.BuildInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page of a command, from what its `--help` is made of. Source of the macros: man(7). */
final class ManualPage {

    private final CommandSpec command;
    private final StringBuilder page = new StringBuilder();

    private ManualPage(CommandSpec command) {
        this.command = command;
    }

    /** `millrace-indexes-list`: the page's name, of section 1. */
    static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    /** The page as troff reads it; the same for the same command. */
    static String of(CommandSpec command) {
        return new ManualPage(command).write();
    }

    private String write() {
        String name = name(command);
        macro("TH", name.toUpperCase(Locale.ROOT), "1", "", "millrace " + BuildInfo.version(), "millrace");
        section("NAME");
        text(name + " - " + String.join(" ", description()).replaceAll("\\.( .*)?$", ""));
        section("SYNOPSIS");
        text(new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(Ansi.OFF)).synopsis(0));
        section("DESCRIPTION");
        description().forEach(this::text);
        arguments();
        commands();
        footer();
        related();
        return page.toString();
    }

    private List<String> description() {
        return plain(command.usageMessage().description());
    }

    private void arguments() {
        List<OptionSpec> options =
                command.options().stream().filter(option -> !option.hidden()).toList();
        if (!command.positionalParameters().isEmpty()) {
            section("ARGUMENTS");
            command.positionalParameters().forEach(argument -> entry(argument.paramLabel(), argument));
        }
        if (!options.isEmpty()) {
            section("OPTIONS");
            options.forEach(option -> entry(title(option), option));
        }
    }

    private static String title(OptionSpec option) {
        String names = String.join(", ", option.names());
        return option.arity().max() == 0 ? names : names + "=" + option.paramLabel();
    }

    private void entry(String title, ArgSpec argument) {
        entry(title, plain(argument.description()));
    }

    private void entry(String title, List<String> lines) {
        page.append(".TP\n\\fB").append(escaped(title)).append("\\fR\n");
        lines.forEach(this::text);
    }

    private void commands() {
        List<CommandLine> commands = visibleCommands();
        if (commands.isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (CommandLine sub : commands) {
            entry(
                    sub.getCommandName(),
                    plain(sub.getCommandSpec().usageMessage().description()));
        }
    }

    private List<CommandLine> visibleCommands() {
        return command.subcommands().values().stream()
                .distinct()
                .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
                .toList();
    }

    /** Examples, as they stand. */
    private void footer() {
        List<String> lines = plain(command.usageMessage().footer());
        if (!lines.isEmpty()) {
            section("EXAMPLES");
            page.append(".nf\n");
            lines.forEach(this::text);
            page.append(".fi\n");
        }
    }

    private void related() {
        Stream<CommandSpec> parent = Stream.ofNullable(command.parent());
        Stream<CommandSpec> children = visibleCommands().stream().map(CommandLine::getCommandSpec);
        String pages = Stream.concat(parent, children)
                .map(related -> name(related) + "(1)")
                .collect(Collectors.joining(", "));
        if (!pages.isEmpty()) {
            section("SEE ALSO");
            text(pages);
        }
    }

    private void section(String title) {
        macro("SH", title);
    }

    private void macro(String name, String... arguments) {
        page.append('.').append(name);
        for (String argument : arguments) {
            page.append(" \"").append(escaped(argument)).append('"');
        }
        page.append('\n');
    }

    private void text(String line) {
        for (String each : line.stripTrailing().split("\n", -1)) {
            // A line that begins with one of these would be a macro.
            page.append(each.startsWith(".") || each.startsWith("'") ? "\\&" : "")
                    .append(escaped(each))
                    .append('\n');
        }
    }

    private static List<String> plain(String[] lines) {
        return Arrays.stream(lines)
                .map(line -> Ansi.OFF.string(String.format(Locale.ROOT, line)))
                .toList();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    }
}
