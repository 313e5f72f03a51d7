package dev.millrace.config;

import dev.millrace.model.MillraceException;
import java.time.Duration;
import java.util.List;

/** Settings of `seed`: what is made up and how it is written. */
public final class SeedSettings {

    /** What becomes of a document whose `_id` is there already with other content. */
    public enum OnConflict {
        FAIL,
        KEEP,
        REPLACE
    }

    /** What the target confirms before a write counts. */
    public enum WriteConcern {
        /** Nothing. */
        NONE,
        /** The primary has it. */
        ONE,
        /** It cannot be taken back by a failover. */
        MAJORITY
    }

    /** When the data set's indexes are made. */
    public enum Indexes {
        FIRST,
        LAST,
        NONE
    }

    public static final Setting<String> TO = Setting.text(
                    "seed.to", "Target: mongodb:// or mongodb+srv://; without it MONGO_URI. env:NAME and @FILE work.")
            .option("--to")
            .alias("COSMOS_DB_CONNECTION_STRING")
            .alias("MONGODB_ATLAS_CONNECTION_STRING")
            .asSecret();
    public static final Setting<String> DATABASE = Setting.text(
                    "seed.database", "Database to fill where --namespace names none; without it MONGO_DB.")
            .alias("COSMOS_DB_NAME")
            .alias("MONGODB_ATLAS_DB_NAME");
    public static final Setting<String> COLLECTION = Setting.text(
                    "seed.collection",
                    "Collection to fill where --namespace names none; without it MONGO_COLLECTION, or all of the data set.")
            .alias("COSMOS_DB_COLLECTION")
            .alias("MONGODB_ATLAS_COLLECTION");
    public static final Setting<Long> COUNT = Setting.of(
                    "seed.count",
                    Quantity::parse,
                    "Number of documents (of the main collection, where there are several), as 61M, 500k or 2_000_000; without it 100000.")
            .option("--count")
            .alias("TOTAL_DOCUMENTS");
    public static final Setting<Long> USERS = Setting.of(
                    "seed.users",
                    Quantity::parse,
                    "Number of documents of the data set users, where --count is not given.")
            .alias("AMOUNT_USERS_SEED");
    public static final Setting<Long> SEED = Setting.of(
                    "seed.seed",
                    SeedSettings::number,
                    "Number that the documents are drawn from: the same, the same bytes.")
            .option("--seed")
            .byDefault("1");
    public static final Setting<Integer> WORKERS = Setting.count(
                    "seed.workers", "Chunks written at once; without it as run.workers.")
            .option("--workers")
            .alias("CONCURRENT_WORKERS");
    public static final Setting<Integer> BATCH_SIZE = Setting.count(
                    "seed.batch-size", "Most documents of one bulk write; the target's own limits hold besides.")
            .option("--batch-size")
            .alias("BATCH_SIZE")
            .byDefault("100000");
    public static final Setting<WriteConcern> WRITE_CONCERN = Setting.of(
                    "seed.write-concern",
                    SeedSettings::writeConcern,
                    "What the target confirms before a write counts: 0, 1 or majority; with 0 nothing is proved.")
            .option("--write-concern")
            .byDefault("majority");
    public static final Setting<OnConflict> ON_CONFLICT = Setting.choice(
                    "seed.on-conflict",
                    OnConflict.class,
                    "Where another document has the _id already: fail (reject ours), keep (theirs) or replace (it).")
            .option("--on-conflict")
            .byDefault("fail");
    public static final Setting<Boolean> DROP = Setting.flag(
                    "seed.drop", "Drops the collections when the run begins; not again when it is resumed.")
            .option("--drop")
            .byDefault("false");

    public static final Setting<Indexes> INDEXES = Setting.choice(
                    "seed.indexes",
                    Indexes.class,
                    "When the data set's indexes are made: last, which is faster, first (unique ones last all the same), or none.")
            .option("--indexes")
            .byDefault("last");
    public static final Setting<Long> RATE = Setting.of(
                    "seed.rate", Quantity::perSecond, "Documents a second of all workers together, as 5000/s; evenly.")
            .option("--rate");
    public static final Setting<String> DEFINITION = Setting.text(
                    "seed.definition",
                    "File that defines the data set, in YAML; instead of one that comes with millrace.")
            .option("--definition");
    public static final Setting<String> LIKE = Setting.text(
                    "seed.like",
                    "Collection to imitate, mongodb://host/db.coll: a definition is inferred from a sample of it. env:NAME and @FILE work.")
            .option("--like")
            .asSecret();
    public static final Setting<Integer> LIKE_SAMPLE = Setting.count(
                    "seed.like-sample", "Documents of the sample that --like looks at.")
            .option("--like-sample")
            .byDefault("5000");
    public static final Setting<Long> CHANGES = Setting.of(
                    "seed.changes",
                    Quantity::perSecond,
                    "Changes the documents of an earlier seed instead, so many operations a second, as 1000/s.")
            .option("--changes");
    public static final Setting<OperationMix> MIX = Setting.of(
                    "seed.mix", OperationMix::parse, "Kinds of the operations of --changes, by weight.")
            .option("--mix")
            .byDefault("insert=20,update=70,delete=10");
    public static final Setting<Duration> DURATION = Setting.of(
                    "seed.duration",
                    TimeSpan::parse,
                    "How long --changes goes on, as 90s, 10m or 2h; without it until it is stopped.")
            .option("--duration");
    public static final Setting<Long> START_AT = Setting.of(
                    "seed.start-at",
                    Quantity::parse,
                    "Number of the first operation of --changes: one behind the last one of the workload that it continues.")
            .option("--start-at")
            .byDefault("1");
    public static final Setting<String> JOURNAL = Setting.text(
                    "seed.journal",
                    "File that gets a line of JSON for each operation of --changes that the target has confirmed.")
            .option("--journal");

    private SeedSettings() {}

    static List<Setting<?>> all() {
        return List.of(
                TO,
                DATABASE,
                COLLECTION,
                COUNT,
                USERS,
                SEED,
                WORKERS,
                BATCH_SIZE,
                WRITE_CONCERN,
                ON_CONFLICT,
                DROP,
                INDEXES,
                RATE,
                DEFINITION,
                LIKE,
                LIKE_SAMPLE,
                CHANGES,
                MIX,
                DURATION,
                START_AT,
                JOURNAL);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip().replace("_", ""));
        } catch (NumberFormatException e) {
            throw MillraceException.usage("'" + text + "' is not a whole number", "write a number such as 1 or 42");
        }
    }

    static WriteConcern writeConcern(String text) {
        return switch (text.strip()) {
            case "0" -> WriteConcern.NONE;
            case "1" -> WriteConcern.ONE;
            case "majority" -> WriteConcern.MAJORITY;
            default -> throw MillraceException.usage("'" + text + "' is not known", "use one of: 0, 1, majority");
        };
    }
}
