package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.PostgresSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.Setting;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.MillraceException;
import java.util.List;

/** A kind of place that `migrate` moves collections to. */
interface MigrateTarget {

    /** Composes the run; opens nothing. */
    BulkJob job();

    /** What a collection becomes, for people: statements, or a line for each thing. */
    List<String> becomes(CollectionPlan collection);

    /** Encodes documents as a run would, and gives the size of what they become. */
    long encode(CollectionPlan collection, DocumentBatch documents);

    /** The kind that the scheme of `--to` means, with everything that was asked for validated. */
    static MigrateTarget of(Configuration configuration, BulkRequest request) {
        String to = configuration
                .find(PostgresSettings.TO)
                .map(SecretReference::resolve)
                .orElseThrow(() -> MillraceException.usage(
                        "no target is given",
                        "give --to postgresql://user@host/database or --to mongodb://host/, or set POSTGRES_URL or"
                                + " MONGODB_ATLAS_CONNECTION_STRING"));
        return switch (Connectors.scheme(to)) {
            case "postgresql", "postgres" -> PostgresTarget.of(configuration, request, to);
            case "mongodb", "mongodb+srv" -> MongoTarget.of(configuration, request, to);
            default ->
                throw MillraceException.usage(
                        "--to has a form that is not known",
                        "use postgresql://user@host/database, mongodb://host/ or mongodb+srv://host/");
        };
    }

    /** Refuses options, given on the command line, of another kind of target than `--to` names. */
    static void refuse(Configuration configuration, List<Setting<?>> foreign, String target, String otherTarget) {
        List<String> given = foreign.stream()
                .map(setting -> configuration
                        .origin(setting)
                        .map(Configuration.Origin::place)
                        .filter(place -> place.equals(setting.option()))
                        .orElse(""))
                .filter(option -> !option.isEmpty())
                .toList();
        if (!given.isEmpty()) {
            throw MillraceException.usage(
                    String.join(", ", given) + " and --to " + target + " do not go together: only " + otherTarget
                            + " has that",
                    "leave " + (given.size() == 1 ? "it" : "them") + " out, or name another target");
        }
    }
}
