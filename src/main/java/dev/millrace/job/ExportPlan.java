package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.ExportSettings;
import dev.millrace.config.ExportSettings.Compression;
import dev.millrace.config.ExportSettings.Format;
import dev.millrace.config.SchemaSettings;
import dev.millrace.model.MillraceException;
import dev.millrace.schema.Nesting;
import java.util.Locale;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * A validated export: everything that was asked for, nothing opened yet.
 *
 * @param bulk what it has in common with every other bulk run
 */
record ExportPlan(BulkPlan bulk, Format format, Compression compression) {

    static ExportPlan of(Configuration configuration, BulkRequest request) {
        Format format = configuration.get(ExportSettings.FORMAT);
        Compression compression = compression(configuration, format);
        BsonDocument output = new BsonDocument();
        output.append("format", new BsonString(format.name()));
        output.append("compression", new BsonString(compression.name()));
        output.append("output", formatSettings(configuration, format));
        BulkPlan bulk = BulkPlan.of(
                "export",
                configuration,
                request,
                ExportTarget.uri(configuration),
                Resources.ofExport(configuration, format),
                output);
        return new ExportPlan(bulk, format, compression);
    }

    /** Whether and how the objects have columns. */
    Optional<Nesting> columns(Configuration configuration) {
        if (format != Format.PARQUET) {
            return Optional.empty();
        }
        return Optional.of(
                switch (configuration.get(ExportSettings.NESTED)) {
                    case NATIVE -> Nesting.NATIVE;
                    case JSON -> Nesting.JSON;
                });
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
        BulkPlan.add(output, configuration, ExportSettings.HIVE_PARTITIONS);
        switch (format) {
            case PARQUET -> {
                BulkPlan.add(output, configuration, ExportSettings.ROW_GROUP_SIZE);
                BulkPlan.add(output, configuration, ExportSettings.DICTIONARY);
                BulkPlan.add(output, configuration, ExportSettings.STATISTICS);
                BulkPlan.add(output, configuration, ExportSettings.NESTED);
                BulkPlan.add(output, configuration, ExportSettings.OBJECT_ID);
                BulkPlan.add(output, configuration, SchemaSettings.KEEP_NULLS);
                BulkPlan.add(output, configuration, SchemaSettings.FILE);
                BulkPlan.add(output, configuration, SchemaSettings.UUID_LEGACY);
            }
            case JSONL -> BulkPlan.add(output, configuration, ExportSettings.JSON_MODE);
            case BSON -> {}
        }
        return output;
    }
}
