package dev.millrace.config;

import java.util.List;

/** Settings of `export`: what is written and how. */
public final class ExportSettings {

    /** What the objects contain. */
    public enum Format {
        PARQUET,
        JSONL,
        BSON
    }

    /** How documents and arrays stand in Parquet. */
    public enum Nested {
        NATIVE,
        JSON
    }

    /** How the objects are compressed. */
    public enum Compression {
        ZSTD,
        SNAPPY,
        GZIP,
        NONE
    }

    /** MongoDB Extended JSON's two forms. */
    public enum JsonMode {
        RELAXED,
        CANONICAL
    }

    /** How an ObjectId stands in a Parquet column: 24 hex digits, or 12 bytes. */
    public enum ObjectIdForm {
        STRING,
        FIXED
    }

    public static final Setting<String> TO = Setting.text(
                    "export.to", "Target: gs://bucket/prefix, file:DIR, or null: to throw everything away.")
            .option("--to");
    public static final Setting<Format> FORMAT = Setting.of(
                    "export.format", ExportSettings::format, "Content of the objects: parquet, jsonl or bson.")
            .option("--format")
            .alias("OUTPUT_FORMAT")
            .byDefault("parquet");
    public static final Setting<Compression> COMPRESSION = Setting.choice(
                    "export.compression",
                    Compression.class,
                    "Codec: zstd, snappy, gzip or none; without it zstd for Parquet and none for the others.")
            .option("--compression");
    public static final Setting<MemorySize> ROW_GROUP_SIZE = Setting.size(
                    "export.row-group-size",
                    "Size of a Parquet row group in memory; made smaller where memory is short.")
            .option("--row-group-size")
            .byDefault("64MB");
    public static final Setting<Boolean> DICTIONARY = Setting.flag(
                    "export.dictionary", "Dictionary encoding of Parquet columns.")
            .option("--dictionary")
            .byDefault("true");
    public static final Setting<Boolean> STATISTICS = Setting.flag(
                    "export.statistics", "Smallest and largest value of each Parquet column chunk.")
            .option("--statistics")
            .byDefault("true");
    public static final Setting<Nested> NESTED = Setting.choice(
                    "export.nested",
                    Nested.class,
                    "Documents and arrays as native Parquet groups and lists, or as json strings.")
            .option("--nested")
            .byDefault("native");
    public static final Setting<ObjectIdForm> OBJECT_ID = Setting.choice(
                    "export.object-id",
                    ObjectIdForm.class,
                    "ObjectIds in Parquet as a string of 24 hex digits, or fixed 12 bytes.")
            .option("--object-id")
            .byDefault("string");
    public static final Setting<JsonMode> JSON_MODE = Setting.choice(
                    "export.json-mode", JsonMode.class, "Extended JSON of JSON Lines: relaxed or canonical.")
            .option("--json-mode")
            .byDefault("relaxed");
    public static final Setting<Boolean> HIVE_PARTITIONS = Setting.flag(
                    "export.hive-partitions", "Writes database=…/collection=… in object names.")
            .option("--hive-partitions")
            .byDefault("false");
    public static final Setting<Boolean> OVERWRITE = Setting.flag(
                    "export.overwrite", "Allows a target that holds another run's finished export.")
            .option("--overwrite")
            .byDefault("false");

    private ExportSettings() {}

    static List<Setting<?>> all() {
        return List.of(
                TO,
                FORMAT,
                COMPRESSION,
                ROW_GROUP_SIZE,
                DICTIONARY,
                STATISTICS,
                NESTED,
                OBJECT_ID,
                JSON_MODE,
                HIVE_PARTITIONS,
                OVERWRITE);
    }

    /** Older tools write `json` for one document a line. */
    private static Format format(String text) {
        return text.strip().equalsIgnoreCase("json")
                ? Format.JSONL
                : Setting.choice("export.format", Format.class, "").parser().apply(text);
    }
}
