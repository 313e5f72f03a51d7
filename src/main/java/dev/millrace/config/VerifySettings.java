package dev.millrace.config;

import dev.millrace.model.MillraceException;
import java.util.List;

/** Settings of `verify`; what tables look like is known from the migration that made them. */
public final class VerifySettings {

    /** What `verify` may write to a MongoDB. */
    public enum Repair {
        NONE,
        COPY,
        DELETE_EXTRA
    }

    public static final Setting<String> TO = Setting.text(
                    "verify.to",
                    "Target that is compared: postgresql:// or mongodb://; without it the target of migrate.")
            .option("--to")
            .asSecret();
    public static final Setting<Integer> SHOW = Setting.count(
                    "verify.show", "Differences that are told of, with the columns or fields that differ.")
            .option("--show")
            .byDefault("20");
    public static final Setting<Boolean> SHOW_VALUES = Setting.flag(
                    "verify.show-values", "Shows the values that differ, too; they are parts of documents.")
            .option("--show-values")
            .byDefault("false");
    public static final Setting<String> DIFFERENCES = Setting.text(
                    "verify.differences", "Where documents go that differ: a directory, or gs://bucket/prefix.")
            .option("--differences")
            .byDefault("differences");
    public static final Setting<Boolean> QUICK = Setting.flag(
                    "verify.quick",
                    "Compares with a MongoDB only the counts that servers keep, indexes and options; reads no documents.")
            .option("--quick")
            .byDefault("false");
    public static final Setting<Boolean> DOCUMENTS_ONLY = Setting.flag(
                    "verify.documents-only", "Compares with a MongoDB no indexes and no options of collections.")
            .option("--documents-only")
            .byDefault("false");
    public static final Setting<Integer> RECHECK = Setting.of(
                    "verify.recheck",
                    VerifySettings::times,
                    "How often documents that differ from a MongoDB's are looked at again before they count, from 0 to 20.")
            .option("--recheck")
            .byDefault("1");
    public static final Setting<Integer> RECHECK_PAUSE = Setting.count(
                    "verify.recheck-pause",
                    "Seconds before documents that differ are looked at again; doubled each time.")
            .option("--recheck-pause")
            .byDefault("1");
    public static final Setting<Repair> REPAIR = Setting.choice(
                    "verify.repair",
                    Repair.class,
                    "What is written to a MongoDB: none, copy (what is missing or differs), delete-extra (that, and deletes"
                            + " what the source has not).")
            .option("--repair")
            .byDefault("none");

    private VerifySettings() {}

    private static int times(String text) {
        try {
            int times = Integer.parseInt(text.strip());
            if (times >= 0) {
                return times;
            }
        } catch (NumberFormatException e) {
            throw MillraceException.usage("'" + text + "' is not a whole number", "write a number from 0");
        }
        throw MillraceException.usage("'" + text + "' is below 0", "write a number from 0");
    }

    /** Those that mean something only where the target is a MongoDB. */
    public static List<Setting<?>> ofMongo() {
        return List.of(QUICK, DOCUMENTS_ONLY, RECHECK, RECHECK_PAUSE, REPAIR);
    }

    static List<Setting<?>> all() {
        return List.of(TO, SHOW, SHOW_VALUES, DIFFERENCES, QUICK, DOCUMENTS_ONLY, RECHECK, RECHECK_PAUSE, REPAIR);
    }
}
