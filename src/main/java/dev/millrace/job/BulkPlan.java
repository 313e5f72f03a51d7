package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.Setting;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.NamespaceSelection;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * What every validated run has that moves collections in chunks; nothing is opened yet.
 *
 * @param command  the sub-command
 * @param from     the source's URI, with its secrets
 * @param to       the target's URI, with its secrets
 * @param settings everything that decides what the output looks like
 */
record BulkPlan(
        String command,
        String from,
        String to,
        NamespaceSelection selection,
        SourceRequest source,
        ChunkSize chunkSize,
        Resources resources,
        BsonDocument settings) {

    /** @param output what only this command's output depends on */
    static BulkPlan of(
            String command,
            Configuration configuration,
            BulkRequest request,
            String to,
            Resources resources,
            BsonDocument output) {
        String from = SecretReference.resolve(configuration.get(MongoSettings.URI));
        NamespaceSelection selection = request.source().selection(configuration, from);
        ChunkSize chunkSize = new ChunkSize(configuration.get(RunSettings.CHUNK_SIZE));
        BsonDocument settings = new BsonDocument();
        settings.append(
                "namespaces",
                new BsonArray(selection.patterns().stream().map(BsonString::new).toList()));
        settings.append("filter", request.source().filter());
        settings.append("projection", request.source().projection());
        settings.append("limit", new BsonInt64(request.source().limit()));
        settings.append("chunkSize", new BsonInt64(chunkSize.documents()));
        settings.putAll(output);
        return new BulkPlan(command, from, to, selection, request.source(), chunkSize, resources, settings);
    }

    /** Notes a setting among those that decide the output, where it has a value. */
    static void add(BsonDocument output, Configuration configuration, Setting<?> setting) {
        configuration.find(setting).ifPresent(value -> output.append(setting.key(), new BsonString(value.toString())));
    }
}
