package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.ExportSettings;
import dev.millrace.config.ExportSettings.Compression;
import dev.millrace.config.ExportSettings.Format;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.Setting;
import dev.millrace.model.MillraceException;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.NamespaceSelection;
import java.util.Locale;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * A validated export: everything that was asked for, nothing opened yet.
 *
 * @param from     the source's URI, with its secrets
 * @param to       the target's URI
 * @param settings everything that decides what the output looks like
 */
record ExportPlan(
        String from,
        String to,
        NamespaceSelection selection,
        SourceRequest source,
        Format format,
        Compression compression,
        ChunkSize chunkSize,
        Resources resources,
        BsonDocument settings) {

    static ExportPlan of(Configuration configuration, ExportRequest request) {
        String from = SecretReference.resolve(configuration.get(MongoSettings.URI));
        String to = ExportTarget.uri(configuration);
        NamespaceSelection selection = request.source().selection(configuration, from);
        Format format = configuration.get(ExportSettings.FORMAT);
        Compression compression = compression(configuration, format);
        ChunkSize chunkSize = new ChunkSize(configuration.get(RunSettings.CHUNK_SIZE));
        BsonDocument settings = new BsonDocument();
        settings.append(
                "namespaces",
                new BsonArray(selection.patterns().stream().map(BsonString::new).toList()));
        settings.append("filter", request.source().filter());
        settings.append("projection", request.source().projection());
        settings.append("limit", new BsonInt64(request.source().limit()));
        settings.append("chunkSize", new BsonInt64(chunkSize.documents()));
        settings.append("format", new BsonString(format.name()));
        settings.append("compression", new BsonString(compression.name()));
        settings.append("output", formatSettings(configuration, format));
        Resources resources = Resources.of(configuration, format);
        return new ExportPlan(
                from, to, selection, request.source(), format, compression, chunkSize, resources, settings);
    }

    private static Compression compression(Configuration configuration, Format format) {
        Compression byDefault = format == Format.PARQUET ? Compression.ZSTD : Compression.NONE;
        Compression chosen = configuration.find(ExportSettings.COMPRESSION).orElse(byDefault);
        boolean possible =
                switch (format) {
                    case PARQUET -> true;
                    case JSONL -> chosen != Compression.SNAPPY;
                    case BSON -> chosen == Compression.GZIP || chosen == Compression.NONE;
                };
        if (!possible) {
            throw MillraceException.usage(
                    "--compression: " + chosen.name().toLowerCase(Locale.ROOT) + " does not go with "
                            + format.name().toLowerCase(Locale.ROOT),
                    format == Format.JSONL ? "use gzip, zstd or none" : "mongorestore reads gzip or none");
        }
        return chosen;
    }

    private static BsonDocument formatSettings(Configuration configuration, Format format) {
        BsonDocument output = new BsonDocument();
        add(output, configuration, ExportSettings.HIVE_PARTITIONS);
        switch (format) {
            case PARQUET -> {
                add(output, configuration, ExportSettings.ROW_GROUP_SIZE);
                add(output, configuration, ExportSettings.DICTIONARY);
                add(output, configuration, ExportSettings.STATISTICS);
                add(output, configuration, ExportSettings.NESTED);
                add(output, configuration, ExportSettings.OBJECT_ID);
                add(output, configuration, ExportSettings.KEEP_NULLS);
                add(output, configuration, ExportSettings.SCHEMA);
            }
            case JSONL -> add(output, configuration, ExportSettings.JSON_MODE);
            case BSON -> {}
        }
        return output;
    }

    private static void add(BsonDocument output, Configuration configuration, Setting<?> setting) {
        configuration.find(setting).ifPresent(value -> output.append(setting.key(), new BsonString(value.toString())));
    }
}
