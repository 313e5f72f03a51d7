package dev.millrace.config;

import java.util.List;

/** Settings of `verify`; what the tables look like is known from the migration that made them. */
public final class VerifySettings {

    public static final Setting<String> TO = Setting.text(
                    "verify.to", "The PostgreSQL whose tables are compared; without it the target of migrate.")
            .option("--to")
            .asSecret();
    public static final Setting<Integer> SHOW = Setting.count(
                    "verify.show", "Differences that are told of, with the columns that differ.")
            .option("--show")
            .byDefault("20");
    public static final Setting<Boolean> SHOW_VALUES = Setting.flag(
                    "verify.show-values", "Shows the values that differ, too; they are parts of documents.")
            .option("--show-values")
            .byDefault("false");
    public static final Setting<String> DIFFERENCES = Setting.text(
                    "verify.differences",
                    "Where documents go that differ from their rows: a directory, or gs://bucket/prefix.")
            .option("--differences")
            .byDefault("differences");

    private VerifySettings() {}

    static List<Setting<?>> all() {
        return List.of(TO, SHOW, SHOW_VALUES, DIFFERENCES);
    }
}
