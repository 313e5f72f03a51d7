package dev.millrace.bson;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;

/** Says where bytes stop being BSON. */
final class CorruptBson {

    private static final String HINT = "check the document at its source: the server's validate command, or bsondump";

    private CorruptBson() {}

    /** @param position in bytes from the start of the document */
    static MillraceException at(int position, String problem) {
        return new MillraceException(FailureKind.DATA, "corrupt BSON at byte " + position + ": " + problem, HINT);
    }

    static MillraceException doesNotFit(int position, byte type) {
        return at(position, "a value of type 0x" + hex(type) + " does not fit into what holds it");
    }

    static MillraceException unknownType(int position, byte type) {
        return at(position, "there is no type 0x" + hex(type));
    }

    static MillraceException invalidText(int position) {
        return at(position, "a string or name is not valid UTF-8");
    }

    private static String hex(byte type) {
        return String.format("%02x", type & 0xFF);
    }
}
