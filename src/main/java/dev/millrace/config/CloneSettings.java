package dev.millrace.config;

import java.util.List;

/** Settings of `migrate` to a MongoDB: what the collections are called there, how they are written and indexed. */
public final class CloneSettings {

    /** When indexes are built. */
    public enum Indexes {
        BEFORE,
        AFTER,
        NONE
    }

    /** What becomes of documents that a server changes as it inserts them. */
    public enum EmptyTimestamps {
        REJECT,
        SERVER_TIME
    }

    public static final Setting<String> TO_NAMESPACE = Setting.text(
                    "migrate.to-namespace",
                    "Name of the collection at the target, for one collection: database.collection.")
            .option("--to-namespace");
    public static final Setting<String> TO_DATABASE = Setting.text(
                    "migrate.to-database",
                    "Database at the target, for any number of collections of one database; they keep their names.")
            .option("--to-database")
            .alias("MONGODB_ATLAS_DB_NAME");
    public static final Setting<String> TO_COLLECTION = Setting.text(
                    "migrate.to-collection", "Collection at the target, for one collection.")
            .alias("MONGODB_ATLAS_COLLECTION");
    public static final Setting<SeedSettings.WriteConcern> WRITE_CONCERN = Setting.of(
                    "migrate.write-concern",
                    SeedSettings::writeConcern,
                    "What the target confirms before a write counts: 0, 1 or majority; with 0 only a comparison proves anything.")
            .option("--write-concern")
            .byDefault("majority");
    public static final Setting<SeedSettings.OnConflict> ON_CONFLICT = Setting.choice(
                    "migrate.on-conflict",
                    SeedSettings.OnConflict.class,
                    "Where another document has the _id already: fail (reject ours), keep (theirs) or replace (it).")
            .option("--on-conflict")
            .byDefault("fail");
    public static final Setting<Boolean> DROP = Setting.flag(
                    "migrate.drop", "Drops the target's collections when the run begins; not again when it is resumed.")
            .option("--drop")
            .byDefault("false");
    public static final Setting<Indexes> INDEXES = Setting.choice(
                    "migrate.indexes",
                    Indexes.class,
                    "When indexes are built: after the documents, before them (unique ones after all the same), or none.")
            .option("--indexes")
            .byDefault("after");
    public static final Setting<EmptyTimestamps> EMPTY_TIMESTAMPS = Setting.choice(
                    "migrate.empty-timestamps",
                    EmptyTimestamps.class,
                    "Documents with Timestamp(0, 0) in a top-level field, where the target would replace it: reject or server-time.")
            .option("--empty-timestamps")
            .byDefault("reject");
    public static final Setting<Boolean> RESUME = Setting.flag(
                    "migrate.resume", "Resumes a run that was begun; false begins anew, as --restart does.")
            .alias("RESUME_FROM_CHECKPOINT")
            .byDefault("true");

    private CloneSettings() {}

    static List<Setting<?>> all() {
        return List.of(
                TO_NAMESPACE,
                TO_DATABASE,
                TO_COLLECTION,
                WRITE_CONCERN,
                ON_CONFLICT,
                DROP,
                INDEXES,
                EMPTY_TIMESTAMPS,
                RESUME);
    }
}
