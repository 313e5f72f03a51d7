package dev.millrace.state;

import dev.millrace.model.MillraceException;

/** What a stream may be called, so that every store can keep its place under that name. */
public final class StreamName {

    private static final int LONGEST = 200;

    private StreamName() {}

    /** The name; kind USAGE for one that some store could not keep. */
    public static String checked(String stream) {
        // Firestore refuses "." and ".." as names, and those that begin and end with two underscores.
        if (!stream.matches("[A-Za-z0-9._-]{1," + LONGEST + "}")
                || stream.matches("\\.\\.?")
                || stream.matches("__.*__")) {
            throw MillraceException.usage(
                    "'" + stream + "' cannot be a stream's name",
                    "use letters, digits, '.', '_' and '-', " + LONGEST + " of them at most");
        }
        return stream;
    }
}
