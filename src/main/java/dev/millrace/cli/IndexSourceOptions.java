package dev.millrace.cli;

import dev.millrace.job.SourceRequest;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose indexes are read. Descriptions without text come from the settings' catalogue. */
@SuppressWarnings("UnusedVariable") // the values of settings are read from the parse result
public final class IndexSourceOptions {

    @Option(names = "--from", paramLabel = "URI")
    @Nullable
    String from;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "DB.COLL",
            description = {
                "Collection; may be repeated and hold *, as in shop.*; a database's name alone means all of it.",
                "Without it MONGO_DB.MONGO_COLLECTION, or all of MONGO_DB."
            })
    List<String> namespaces = List.of();

    /** What these options ask for. */
    SourceRequest request() {
        return new SourceRequest(namespaces, new BsonDocument(), new BsonDocument(), 0, 0);
    }
}
