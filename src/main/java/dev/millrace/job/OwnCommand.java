package dev.millrace.job;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The command line of this process, as it is changed for a child that takes part in the same run.
 *
 * @param words program and arguments
 */
record OwnCommand(List<String> words) {

    OwnCommand {
        words = List.copyOf(words);
    }

    static OwnCommand ofThisProcess() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        List<String> words = new ArrayList<>();
        words.add(info.command().orElseThrow(OwnCommand::unknown));
        words.addAll(List.of(info.arguments().orElseThrow(OwnCommand::unknown)));
        return new OwnCommand(words);
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
