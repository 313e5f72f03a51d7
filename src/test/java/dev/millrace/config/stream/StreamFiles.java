package dev.millrace.config.stream;

import java.util.Map;

/** Reads a `config.yaml` for tests of other packages. */
public final class StreamFiles {

    private StreamFiles() {}

    /** Kind USAGE, with every problem, where it is not right or needs a variable that is not there. */
    public static StreamConfig parse(String yaml, Map<String, String> environment) {
        return StreamFile.parse("config.yaml", yaml, environment::get);
    }
}
