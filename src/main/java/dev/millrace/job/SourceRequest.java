package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.MongoSettings;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.source.NamespaceSelection;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.json.JsonParseException;

/**
 * What is to be read.
 *
 * @param filter     query, empty for everything
 * @param projection fields, empty for all
 * @param limit      documents of each collection, 0 for all
 * @param sample     so many random documents of each collection, 0 for all
 */
public record SourceRequest(
        List<String> namespaces, BsonDocument filter, BsonDocument projection, long limit, int sample) {

    public SourceRequest {
        namespaces = List.copyOf(namespaces);
        if (limit < 0) {
            throw MillraceException.usage(
                    "--limit: " + limit + " is below 0", "give the number of documents, or leave it out");
        }
    }

    /** Reads Extended JSON out of an option. */
    public static BsonDocument parse(String option, Optional<String> json) {
        try {
            return json.map(BsonDocument::parse).orElseGet(BsonDocument::new);
        } catch (JsonParseException e) {
            throw new MillraceException(
                    FailureKind.USAGE,
                    option + " is not valid Extended JSON: " + e.getMessage(),
                    "write it as {\"status\": \"open\"}, in single quotes for the shell",
                    e);
        }
    }

    /** The patterns given, or what the configuration names. */
    NamespaceSelection selection(Configuration configuration, String sourceUri) {
        if (!namespaces.isEmpty()) {
            return new NamespaceSelection(namespaces);
        }
        Optional<String> database = configuration.find(MongoSettings.DATABASE);
        Optional<String> collection = configuration.find(MongoSettings.COLLECTION);
        if (database.isPresent()) {
            return new NamespaceSelection(
                    List.of(database.get() + collection.map(name -> "." + name).orElse("")));
        }
        if (!sourceUri.startsWith("mongodb")) {
            return new NamespaceSelection(List.of("*"));
        }
        throw MillraceException.usage(
                "no collection is given",
                "give --namespace db.collection, --namespace db for all of it, or set MONGO_DB");
    }
}
