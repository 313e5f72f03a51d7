package dev.millrace.source.mongo.change;

import com.mongodb.MongoException;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.StreamStart;
import dev.millrace.mongo.MongoErrors;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the failures of a change stream mean. Source: `error_codes.yml` of the server, and recorded answers. */
final class ChangeFailures {

    static final int TOO_LARGE = 10334;
    private static final int INVALID_RESUME_TOKEN = 260;
    private static final int FATAL = 280;
    private static final int HISTORY_LOST = 286;
    private static final int NO_IMAGE = 47;
    private static final int NOT_A_REPLICA_SET = 40573;

    /** 15 Overflow, and where a token's parts are missing or of the wrong type. */
    private static final Set<Integer> BAD_TOKEN = Set.of(15, 40647, 40648, 40649);

    /** The locations in the server's decoder of the keys that tokens are made of. */
    private static final int FIRST_OF_KEYS = 50800;

    private static final int LAST_OF_KEYS = 50850;

    private static final Pattern TOKEN = Pattern.compile("_data: \"([0-9A-Fa-f]+)\"");

    private final MongoErrors errors;
    private final Watched watched;

    ChangeFailures(MongoErrors errors, Watched watched) {
        this.errors = errors;
        this.watched = watched;
    }

    /** @param start where the stream was to begin */
    MillraceException ofOpening(StreamStart start, RuntimeException failure) {
        boolean resuming = start instanceof StreamStart.After;
        if (failure instanceof MongoException mongo && resuming) {
            if (mongo.getCode() == INVALID_RESUME_TOKEN) {
                return lost("the saved place is not one that this server can go on from (error 260)", failure);
            }
            if (isBadToken(mongo)) {
                return new MillraceException(
                        FailureKind.USAGE,
                        "cannot watch " + watched + ": what was given as a resume token is none (error "
                                + mongo.getCode() + ")",
                        "give the whole token as it was saved, or start by --from-time or with what changes from now on",
                        failure);
            }
        }
        return explained(failure);
    }

    /** While reading, 260 is what the driver gets that goes on behind an invalidate event by itself, and must not. */
    MillraceException ofReading(RuntimeException failure) {
        if (failure instanceof MongoException mongo && mongo.getCode() == INVALID_RESUME_TOKEN) {
            return new MillraceException(
                    FailureKind.TRANSIENT,
                    "the change stream of " + watched + " was interrupted behind an invalidate event",
                    "the stream is to be opened again behind it",
                    failure);
        }
        return explained(failure);
    }

    private MillraceException explained(RuntimeException failure) {
        if (!(failure instanceof MongoException mongo)) {
            return errors.explain("watch " + watched, watched.authority(), failure);
        }
        return switch (mongo.getCode()) {
            case HISTORY_LOST ->
                lost("what follows the saved place is no longer in the server's oplog (error 286)", failure);
            case FATAL ->
                text(mongo).contains("modified by the pipeline")
                        ? MillraceException.usage(
                                "the pipeline changes _id of the events of " + watched,
                                "leave _id as it is: it is the resume token, without which a stream cannot go on")
                        : lost("the saved place is not in the server's history (error 280)", failure);
            case NO_IMAGE ->
                new MillraceException(
                        FailureKind.DATA,
                        "cannot watch " + watched + ": the server has no document from before or after a change,"
                                + " which is required (error 47)",
                        "ask for it whenAvailable, or enable changeStreamPreAndPostImages on the collection before it"
                                + " changes; images expire with expireAfterSeconds of the cluster",
                        failure);
            case NOT_A_REPLICA_SET ->
                new MillraceException(
                        FailureKind.USAGE,
                        "cannot watch " + watched + ": the server is a standalone, which has no change streams",
                        "start it as a replica set, of one member if need be (--replSet, then rs.initiate())",
                        failure);
            default -> ofServer(errors.explain("watch " + watched, watched.authority(), failure));
        };
    }

    /** The same failure with what to do about a stream. */
    private MillraceException ofServer(MillraceException failure) {
        return switch (failure.kind()) {
            case USAGE ->
                new MillraceException(failure.kind(), failure.problem(), "check the pipeline of this source", failure);
            case PERMISSION ->
                watched.database().isEmpty()
                        ? new MillraceException(
                                failure.kind(),
                                failure.problem(),
                                "grant the role readAnyDatabase on admin, or watch single databases",
                                failure)
                        : failure;
            default -> failure;
        };
    }

    private MillraceException lost(String why, RuntimeException failure) {
        return new MillraceException(
                FailureKind.HISTORY_LOST,
                "cannot go on with the change stream of " + watched + ": " + why,
                "changes since then are lost to the stream: go on with --on-history-lost resync (publish every document again)"
                        + " or restart-now (leave a gap), and give the oplog more hours (replSetResizeOplog)",
                failure);
    }

    private static boolean isBadToken(MongoException failure) {
        String text = text(failure).toLowerCase(Locale.ROOT);
        int code = failure.getCode();
        return BAD_TOKEN.contains(code)
                || (code >= FIRST_OF_KEYS && code <= LAST_OF_KEYS)
                || text.contains("resume token string")
                || text.contains("keystring");
    }

    static boolean isTooLarge(RuntimeException failure) {
        return failure instanceof MongoException mongo && mongo.getCode() == TOO_LARGE;
    }

    /** The text of the token of the event that is too large, where the server names it. */
    static Optional<String> tokenOfTooLarge(RuntimeException failure) {
        Matcher token = TOKEN.matcher(text(failure));
        return token.find() ? Optional.of(token.group(1)) : Optional.empty();
    }

    private static String text(RuntimeException failure) {
        return String.valueOf(failure.getMessage());
    }
}
