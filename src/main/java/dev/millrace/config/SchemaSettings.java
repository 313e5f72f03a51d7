package dev.millrace.config;

import java.util.List;

/** Settings of every target that has columns: where the columns come from. */
public final class SchemaSettings {

    public static final Setting<String> FILE = Setting.text(
                    "schema.file", "File that describes the columns, in place of inference from a sample.")
            .option("--schema");
    public static final Setting<Integer> SAMPLE_SIZE = Setting.count(
                    "schema.sample-size", "Documents drawn at random to infer the columns from.")
            .option("--sample-size")
            .byDefault("1000");
    public static final Setting<Boolean> KEEP_NULLS = Setting.flag(
                    "schema.keep-nulls",
                    "Keeps the difference between a null and a missing field, in the column _rest.")
            .option("--keep-nulls")
            .byDefault("false");

    public static final Setting<LegacyUuid> UUID_LEGACY = Setting.choice(
                    "schema.uuid-legacy",
                    LegacyUuid.class,
                    "Reads binary of subtype 3 and 16 bytes as a UUID that an old driver wrote: of java, csharp or python.")
            .option("--uuid-legacy");

    private SchemaSettings() {}

    /** Whose order the bytes of a UUID of subtype 3 are in. */
    public enum LegacyUuid {
        JAVA,
        CSHARP,
        PYTHON
    }

    static List<Setting<?>> all() {
        return List.of(FILE, SAMPLE_SIZE, KEEP_NULLS, UUID_LEGACY);
    }
}
