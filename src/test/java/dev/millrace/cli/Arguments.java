package dev.millrace.cli;

import java.util.List;
import java.util.stream.Stream;

/** A command line in the making. Immutable. */
record Arguments(List<String> words) {

    static Arguments of(String... words) {
        return new Arguments(List.of(words));
    }

    Arguments and(String... more) {
        return and(List.of(more));
    }

    Arguments and(List<String> more) {
        return new Arguments(Stream.concat(words.stream(), more.stream()).toList());
    }

    String[] all() {
        return words.toArray(String[]::new);
    }
}
