package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.Sink;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.bson.BsonDocument;

/** A kind of target that collections can be compared with. */
interface VerifyTarget {

    /** How memory is divided. */
    Resources resources(Configuration configuration);

    /** Refuses what cannot be compared there, and notes what decides the comparison. */
    BsonDocument settings(Configuration configuration, BulkRequest request);

    /**
     * Opens the comparison; connects to nothing yet.
     *
     * @param others is told at the end how many differences there are that are no documents of the source
     */
    Sink open(Configuration configuration, VerifyPlan plan, LongConsumer others);

    /**
     * Compares without a look at documents, where that is asked for; else empty.
     *
     * @param notes is told what was found
     */
    default Optional<Long> quickly(Configuration configuration, VerifyPlan plan, Consumer<String> notes) {
        return Optional.empty();
    }

    /** The kind that a URI names. */
    static VerifyTarget of(String uri) {
        return switch (Connectors.scheme(uri)) {
            case "postgresql", "postgres" -> new PostgresVerifyTarget();
            case "mongodb", "mongodb+srv" -> new MongoVerifyTarget();
            default ->
                throw MillraceException.usage(
                        "--to has a form that is not known",
                        "use postgresql://user@host/database, mongodb:// or mongodb+srv://");
        };
    }
}
