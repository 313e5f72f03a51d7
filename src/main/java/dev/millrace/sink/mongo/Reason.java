package dev.millrace.sink.mongo;

import com.mongodb.bulk.BulkWriteError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a document is rejected, in a sentence. A server's own text is not repeated: it may quote the document. */
final class Reason {

    static final String NO_ID = "it has no _id, so that a second attempt would write it twice";
    static final String CONFLICT = "the target has another document under its _id";

    static final String EMPTY_TIMESTAMP =
            "the target would put its own time in the place of the empty timestamp in one of its fields";

    /** `index: NAME dup key`, before version 4.2 `index: db.collection.$NAME dup key`. */
    private static final Pattern INDEX = Pattern.compile("index: (?:\\S+\\.\\$)?(\\S+)\\s+dup key");

    private static final String ID_INDEX = "_id_";

    private Reason() {}

    static String tooLarge(int bytes, int limit) {
        return "it has " + bytes + " bytes, and the target takes " + limit;
    }

    /** The code of a document that a server refuses. */
    static String refused(int code) {
        return switch (code) {
            case 121 -> "the target's validator refuses it (error 121)";
            case 10334, 17419, 17420 -> "it is too large for the target (error " + code + ")";
            case 22 -> "the target says that it is not valid BSON (error 22)";
            default -> "the target refuses it (error " + code + ")";
        };
    }

    static String uniqueIndex(BulkWriteError duplicate) {
        String index = index(duplicate);
        return "the target has its key in " + (index == null ? "a unique index" : "the unique index " + index)
                + " under another _id";
    }

    /** Whether the key that was there is the `_id` for certain. */
    static boolean isOfId(BulkWriteError duplicate) {
        return ID_INDEX.equals(index(duplicate));
    }

    private static @Nullable String index(BulkWriteError duplicate) {
        Matcher named = INDEX.matcher(duplicate.getMessage());
        return named.find() ? named.group(1) : null;
    }
}
