package dev.millrace.job;

import dev.millrace.config.HeapOptions;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The command line of this process, as it is changed for another that does the same or takes part in it.
 *
 * @param words program and arguments, those of the virtual machine or the native runtime first
 */
public record OwnCommand(List<String> words) {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    public OwnCommand {
        words = List.copyOf(words);
    }

    /** Kind FAILED where the system does not tell. */
    public static OwnCommand ofThisProcess() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        String program = info.command().orElseThrow(OwnCommand::unknown);
        try {
            return of(program, Files.readString(COMMAND_LINE));
        } catch (IOException _) {
            // Not Linux, or words that are not UTF-8.
            List<String> words = new ArrayList<>(List.of(program));
            words.addAll(List.of(info.arguments().orElseThrow(OwnCommand::unknown)));
            return new OwnCommand(words);
        }
    }

    /** @param commandLine as Linux tells it, a zero character behind each word, the first of which is as it was typed */
    static OwnCommand of(String program, String commandLine) {
        // Split to the end, as the last words may be empty; behind the last zero there is none.
        List<String> typed = List.of(commandLine.split("\0", -1));
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(typed.subList(1, typed.size() - 1));
        return new OwnCommand(words);
    }

    /** With options of the virtual machine or the native runtime, in front of those that there are: these win. */
    public OwnCommand withRuntime(List<String> options) {
        List<String> changed = new ArrayList<>(List.of(words.getFirst()));
        changed.addAll(options);
        changed.addAll(words.subList(1, words.size()));
        return new OwnCommand(changed);
    }

    /** Without the bounds of the heap that this process has. */
    OwnCommand withoutHeap() {
        int command = 1;
        while (command < words.size()
                && words.get(command).startsWith("-")
                && !words.get(command).equals("-jar")) {
            command++;
        }
        List<String> changed = new ArrayList<>(words.subList(0, command));
        changed.removeIf(HeapOptions::isOne);
        changed.addAll(words.subList(command, words.size()));
        return new OwnCommand(changed);
    }

    /** Without these options and their values, written as `--name value` or `--name=value`. */
    OwnCommand withoutOptions(Set<String> names) {
        List<String> left = new ArrayList<>();
        boolean skipped = false;
        for (String word : words) {
            if (skipped) {
                skipped = false;
            } else if (names.contains(word)) {
                skipped = true;
            } else if (!word.contains("=") || !names.contains(word.substring(0, word.indexOf('=')))) {
                left.add(word);
            }
        }
        return new OwnCommand(left);
    }

    OwnCommand withoutFlags(Set<String> names) {
        return new OwnCommand(
                words.stream().filter(word -> !names.contains(word)).toList());
    }

    OwnCommand with(String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return new OwnCommand(all);
    }

    private static MillraceException unknown() {
        return new MillraceException(
                FailureKind.FAILED,
                "this system does not tell a process its own command line, so it cannot start others",
                "start the processes yourself, with the same arguments and one Redis");
    }
}
