package dev.millrace.sink.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoErrors;
import dev.millrace.mongo.Retries;
import dev.millrace.sink.mongo.index.IndexCreation;
import dev.millrace.sink.mongo.index.IndexDefinition;
import dev.millrace.sink.mongo.index.IndexListener;
import dev.millrace.sink.mongo.index.IndexPlan;
import dev.millrace.sink.mongo.index.IndexReport;
import dev.millrace.sink.mongo.index.IndexTiming;
import dev.millrace.sink.mongo.index.IndexTranslation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** What is done with the collections of a run before their documents come and after: options, views, indexes. */
final class CollectionSetup {

    private final MongoConnection connection;
    private final CloneOptions clone;
    private final boolean drop;
    private final Retries retries;
    private final TargetCollections collections;
    private final IndexCreation indexes;
    private final IndexReport early = new IndexReport();

    CollectionSetup(
            MongoConnection connection, CloneOptions clone, boolean drop, Retries retries, IndexListener listener) {
        this.connection = connection;
        this.clone = clone;
        this.drop = drop;
        this.retries = retries;
        this.collections = new TargetCollections(connection.client(), connection::isCosmos);
        this.indexes = new IndexCreation(connection, retries, listener);
    }

    CollectionDefinition definition(CollectionPlan collection) {
        return CollectionDefinition.of(collection.info(), clone.names());
    }

    /** Nothing of the run is in the target yet. */
    void begin(RunPlan plan) {
        requireNamesOfTheirOwn(plan);
        for (CollectionPlan collection : plan.collections()) {
            CollectionDefinition definition = definition(collection);
            if (drop) {
                requireAnother(collection, definition);
                doing("drop", definition, () -> collections.drop(definition.target()));
            } else if (definition.isWrittenAnew()) {
                doing("look at", definition, () -> requireEmpty(definition));
            }
        }
    }

    private void requireNamesOfTheirOwn(RunPlan plan) {
        Map<Namespace, Namespace> sources = new HashMap<>();
        for (CollectionPlan collection : plan.collections()) {
            Namespace source = collection.info().namespace();
            Namespace target = clone.names().of(source);
            if (target.isSystem()) {
                throw MillraceException.usage(
                        target + " belongs to the target's system", "choose another --to-namespace or --to-database");
            }
            Namespace other = sources.put(target, source);
            if (other != null) {
                throw MillraceException.usage(
                        other + " and " + source + " would both become " + target,
                        "move the databases one at a time, each with its own --to-database");
            }
        }
    }

    /** Dropping the source itself would leave nothing to move. A collection's UUID is its own everywhere. */
    private void requireAnother(CollectionPlan collection, CollectionDefinition definition) {
        BsonValue source = collection.info().metadata().get("uuid");
        if (source == null || !source.isString()) {
            return;
        }
        doing("look at", definition, () -> {
            boolean same = collections
                    .entry(definition.target())
                    .map(entry -> entry.getDocument("info", new BsonDocument()).get("uuid"))
                    .filter(BsonValue::isBinary)
                    .map(uuid -> HexFormat.of().formatHex(uuid.asBinary().getData()))
                    .filter(source.asString().getValue()::equals)
                    .isPresent();
            if (same) {
                throw MillraceException.usage(
                        definition.target() + " is the source itself: --drop would destroy it",
                        "check --from, --to and --to-namespace");
            }
        });
    }

    private void requireEmpty(CollectionDefinition definition) {
        if (collections.hasDocuments(definition.target())) {
            throw new MillraceException(
                    FailureKind.CONFLICT,
                    definition.target() + " has documents already, and a capped or time-series collection is"
                            + " written as a whole: documents cannot be told from those of an earlier attempt",
                    "give another name by --to-namespace or --to-database, or replace it by --drop");
        }
    }

    /** Makes what is missing; views come last, because they are made of collections. */
    void prepare(RunPlan plan) {
        List<CollectionDefinition> all =
                plan.collections().stream().map(this::definition).toList();
        for (CollectionDefinition definition : all) {
            if (!definition.isView()) {
                doing("create", definition, () -> collections.create(definition));
            }
        }
        for (CollectionDefinition view : inOrder(all)) {
            doing("create", view, () -> collections.create(view));
        }
        if (clone.indexes() != IndexTiming.NONE) {
            plan.collections().forEach(this::indexBefore);
        }
    }

    private void indexBefore(CollectionPlan collection) {
        CollectionDefinition definition = definition(collection);
        if (definition.isView() || definition.isWrittenAnew()) {
            return;
        }
        IndexPlan wanted = indexes(collection).only(this::comesFirst);
        if (wanted.indexes().isEmpty()) {
            return;
        }
        IndexPlan silent = new IndexPlan(
                wanted.target(),
                wanted.indexes().stream().map(IndexDefinition::withoutExpiry).toList(),
                List.of());
        // What goes wrong here is found again, and told, when the run is completed.
        doing("index", definition, () -> indexes.create(silent, early));
    }

    /** Cosmos DB makes unique indexes on empty collections only. */
    private boolean comesFirst(IndexDefinition index) {
        return index.isUnique() ? connection.isCosmos() : clone.indexes() == IndexTiming.BEFORE;
    }

    /** Views that can be made, each behind the one that it is made of. */
    private static List<CollectionDefinition> inOrder(List<CollectionDefinition> all) {
        List<CollectionDefinition> waiting = new ArrayList<>(all.stream()
                .filter(definition -> definition.isView() && !definition.isHidden())
                .toList());
        List<CollectionDefinition> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<CollectionDefinition> ready = waiting.stream()
                    .filter(view ->
                            waiting.stream().noneMatch(other -> other.target().equals(view.base())))
                    .toList();
            ordered.addAll(ready.isEmpty() ? waiting : ready);
            waiting.removeAll(ready.isEmpty() ? List.copyOf(waiting) : ready);
        }
        return ordered;
    }

    /** Empties a collection that is written as a whole, for another attempt. */
    void renew(CollectionDefinition definition) {
        doing("empty", definition, () -> {
            collections.drop(definition.target());
            collections.create(definition);
        });
    }

    /** Builds the indexes, then puts into force what would have stood in the way of the documents. */
    IndexReport complete(RunPlan plan) {
        IndexReport report = new IndexReport();
        report.adopt(early);
        for (CollectionPlan collection : plan.collections()) {
            complete(collection, report);
        }
        if (clone.indexes() != IndexTiming.NONE) {
            for (CollectionPlan collection : plan.collections()) {
                IndexPlan expiring = indexes(collection).only(IndexDefinition::expires);
                if (!expiring.indexes().isEmpty()) {
                    doing("index", definition(collection), () -> {
                        indexes.enableExpiry(expiring, report);
                        indexes.create(expiring, report);
                    });
                }
            }
        }
        return report;
    }

    private void complete(CollectionPlan collection, IndexReport report) {
        CollectionDefinition definition = definition(collection);
        if (definition.isHidden()) {
            report.problem(
                    definition.target() + ": the view is not made, as the source's user may not see its definition;"
                            + " grant listCollections there, or make it by hand");
            return;
        }
        if (clone.indexes() != IndexTiming.NONE && !definition.isView()) {
            IndexPlan wanted = indexes(collection);
            wanted.notes().forEach(report::note);
            doing("index", definition, () -> indexes.create(wanted.only(index -> !index.expires()), report));
        }
        doing(
                "complete",
                definition,
                () -> collections
                        .options(definition.target())
                        .ifPresent(existing -> complete(definition, existing, report)));
    }

    private void complete(CollectionDefinition definition, BsonDocument existing, IndexReport report) {
        BsonDocument change = definition.completion(existing);
        if (!change.isEmpty()) {
            try {
                collections.change(definition.target(), change);
            } catch (MongoCommandException e) {
                if (!MongoErrors.isRefusal(e)) {
                    throw e;
                }
                report.problem(definition.target()
                        + ": the target does not let its validator or expiry be switched on (error " + e.getErrorCode()
                        + "); grant collMod there (the role dbAdmin has it) and run the same command again");
            }
        }
        Set<String> differences = definition.differences(existing);
        if (definition.isView() && !differences.isEmpty()) {
            report.problem(definition.target() + ": a view of that name is there and differs in "
                    + String.join(", ", differences) + "; drop it and run the same command again");
        } else if (!differences.isEmpty()) {
            report.note(definition.target() + " differs from the source in " + String.join(", ", differences)
                    + ": it was there before, or the target does not have that");
        }
        Namespace base = definition.base();
        if (base != null && collections.entry(base).isEmpty()) {
            report.note(definition.target() + " is a view of " + base + ", which is not in the target");
        }
    }

    private IndexPlan indexes(CollectionPlan collection) {
        return IndexTranslation.of(
                collection.info(), clone.names().of(collection.info().namespace()), clone.fromCosmos());
    }

    private void doing(String verb, CollectionDefinition definition, Runnable action) {
        Namespace target = definition.target();
        try {
            retries.ask(() -> {
                action.run();
                return true;
            });
        } catch (MongoException e) {
            throw connection.errors().explainWrite(verb + " " + target, target.database(), e);
        }
    }
}
