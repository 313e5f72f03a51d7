package dev.millrace.config.stream;

import dev.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with a file, each with its place. */
final class Problems {

    private final String file;
    private final List<String> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(String path, int line, String problem) {
        found.add("line " + line + ", " + path + " " + problem);
    }

    /** Throws all of them at once, kind USAGE. */
    void check() {
        if (!found.isEmpty()) {
            String all = found.size() == 1 ? found.getFirst() : String.join("\n  ", found);
            throw MillraceException.usage(
                    file + (found.size() == 1 ? " " : ": " + found.size() + " errors\n  ") + all,
                    "mend the file and start again");
        }
    }
}
