package dev.millrace.job;

import dev.millrace.bson.JsonMode;
import dev.millrace.config.BuildInfo;
import dev.millrace.config.Configuration;
import dev.millrace.config.ExportSettings;
import dev.millrace.config.GcsSettings;
import dev.millrace.config.SchemaSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.Sink;
import dev.millrace.sink.object.Compression;
import dev.millrace.sink.object.ObjectFormat;
import dev.millrace.sink.object.ObjectLayout;
import dev.millrace.sink.object.ObjectSink;
import dev.millrace.sink.object.bson.BsonDumpFormat;
import dev.millrace.sink.object.jsonl.JsonLinesFormat;
import dev.millrace.sink.object.parquet.ObjectIdForm;
import dev.millrace.sink.object.parquet.ParquetCodec;
import dev.millrace.sink.object.parquet.ParquetFormat;
import dev.millrace.sink.object.parquet.ParquetOptions;

/** Makes the sink of an export out of the target's URI and the settings of its format. */
final class ExportTarget {

    private ExportTarget() {}

    /** The target's URI, from `--to` or from the bucket that the configuration names. */
    static String uri(Configuration configuration) {
        return configuration
                .find(ExportSettings.TO)
                .map(SecretReference::resolve)
                .or(() -> configuration
                        .find(GcsSettings.BUCKET)
                        .map(bucket -> "gs://" + bucket + "/"
                                + configuration.find(GcsSettings.PREFIX).orElse("")))
                .orElseThrow(() -> MillraceException.usage(
                        "no target is given", "give --to gs://bucket/prefix or --to file:DIR, or set GCS_BUCKET"));
    }

    static Sink open(Configuration configuration, ExportPlan plan) {
        return new ObjectSink(
                Connectors.objectStore(plan.bulk().to(), configuration),
                new ObjectLayout(configuration.get(ExportSettings.HIVE_PARTITIONS)),
                format(configuration, plan),
                configuration.get(ExportSettings.OVERWRITE));
    }

    static ObjectFormat format(Configuration configuration, ExportPlan plan) {
        return switch (plan.format()) {
            case PARQUET -> new ParquetFormat(parquet(configuration, plan), BuildInfo.version());
            case JSONL ->
                new JsonLinesFormat(
                        switch (configuration.get(ExportSettings.JSON_MODE)) {
                            case RELAXED -> JsonMode.RELAXED;
                            case CANONICAL -> JsonMode.CANONICAL;
                        },
                        compression(plan.compression()));
            case BSON -> new BsonDumpFormat(compression(plan.compression()));
        };
    }

    private static ParquetOptions parquet(Configuration configuration, ExportPlan plan) {
        ParquetCodec codec = ParquetCodec.valueOf(plan.compression().name());
        return new ParquetOptions(
                codec,
                codec.usualLevel(),
                plan.bulk().resources().rowGroupBytes(),
                ParquetOptions.DEFAULT_PAGE_BYTES,
                configuration.get(ExportSettings.DICTIONARY),
                configuration.get(ExportSettings.STATISTICS),
                ObjectIdForm.valueOf(configuration.get(ExportSettings.OBJECT_ID).name()),
                configuration.get(SchemaSettings.KEEP_NULLS));
    }

    private static Compression compression(ExportSettings.Compression chosen) {
        return switch (chosen) {
            case ZSTD -> Compression.ZSTD;
            case GZIP -> Compression.GZIP;
            case NONE -> Compression.NONE;
            case SNAPPY -> throw new IllegalArgumentException("refused by ExportPlan");
        };
    }
}
