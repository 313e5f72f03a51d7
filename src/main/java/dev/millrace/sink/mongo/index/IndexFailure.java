package dev.millrace.sink.mongo.index;

import com.mongodb.MongoCommandException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a server's refusal of an index means, and what to do. Its own text is repeated only where it speaks of the
 * definition: that of other errors may quote a document. Codes: `error_codes.yml` of the server.
 */
final class IndexFailure {

    private static final Set<Integer> DUPLICATE = Set.of(11000, 11001, 12582);

    /** BadValue, FailedToParse, TypeMismatch, CannotCreateIndex, InvalidOptions, InvalidIndexSpecificationOption. */
    private static final Set<Integer> OF_THE_DEFINITION = Set.of(2, 9, 14, 67, 72, 197);

    private static final int LONGEST_TEXT = 200;

    private IndexFailure() {}

    static boolean isDuplicate(MongoCommandException failure) {
        return DUPLICATE.contains(failure.getErrorCode());
    }

    /** The reason and what to do, as the end of a sentence. */
    static String reason(MongoCommandException failure) {
        int code = failure.getErrorCode();
        if (OF_THE_DEFINITION.contains(code)) {
            return "the target refuses its definition (" + named(failure) + ": " + shortened(failure.getErrorMessage())
                    + "); create it there by hand in a form that it knows";
        }
        return switch (code) {
            case 13 -> "not authorized; grant createIndex and collMod there (the role dbAdmin has both)";
            case 85, 86 ->
                "an index with its name or key is there with other options (" + named(failure) + "); drop that one";
            case 14031 ->
                "the target's disk is full (" + named(failure) + "); make room and run the same command again";
            case 276 -> "its build was stopped (" + named(failure) + "); run the same command again";
            default -> named(failure) + "; a value of some document may be one that this index cannot hold";
        };
    }

    /** The end of a sentence that says which documents stand in the way. */
    static String duplicates(List<DuplicateKeys.Pair> pairs) {
        String remedy = "; change or remove the duplicates and run the same command again";
        if (pairs.isEmpty()) {
            return "several documents have the same key" + remedy;
        }
        boolean more = pairs.size() > DuplicateKeys.MOST_EXAMPLES;
        String examples = pairs.stream()
                .limit(DuplicateKeys.MOST_EXAMPLES)
                .map(DuplicateKeys.Pair::toString)
                .collect(Collectors.joining("; "));
        return (more ? "more than " + DuplicateKeys.MOST_EXAMPLES : Integer.toString(pairs.size()))
                + (pairs.size() == 1 ? " key stands" : " keys stand") + " in several documents, with the _ids "
                + examples
                + (more ? "; …" : "") + remedy;
    }

    private static String named(MongoCommandException failure) {
        String name = failure.getErrorCodeName();
        return "error " + failure.getErrorCode() + (name.isEmpty() ? "" : " " + name);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
