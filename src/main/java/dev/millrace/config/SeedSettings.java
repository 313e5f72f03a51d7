package dev.millrace.config;

import dev.millrace.model.MillraceException;
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
                    "Collection to fill where --namespace names none; without it MONGO_COLLECTION, or the data set's name.")
            .alias("COSMOS_DB_COLLECTION")
            .alias("MONGODB_ATLAS_COLLECTION");
    public static final Setting<Long> COUNT = Setting.of(
                    "seed.count", Quantity::parse, "Number of documents, as 61M, 500k or 2_000_000; without it 100000.")
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
                    "seed.drop", "Drops the collection when the run begins; not again when it is resumed.")
            .option("--drop")
            .byDefault("false");

    private SeedSettings() {}

    static List<Setting<?>> all() {
        return List.of(
                TO, DATABASE, COLLECTION, COUNT, USERS, SEED, WORKERS, BATCH_SIZE, WRITE_CONCERN, ON_CONFLICT, DROP);
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
