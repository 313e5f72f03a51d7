package dev.millrace.config;

import java.util.List;

/** Settings of `indexes`. */
public final class IndexSettings {

    public static final Setting<String> TO = Setting.text(
                    "indexes.to", "MongoDB on which indexes are created; without it the target of migrate.")
            .option("--to")
            .asSecret();
    public static final Setting<String> FILE = Setting.text(
                    "indexes.file", "File that holds index definitions: written by extract, read by create.")
            .option("--file");

    private IndexSettings() {}

    static List<Setting<?>> all() {
        return List.of(TO, FILE);
    }
}
