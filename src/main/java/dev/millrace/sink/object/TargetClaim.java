package dev.millrace.sink.object;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * Makes a target one run's own, so that a reader never finds the objects of two runs side by side. `_run.json` names the
 * run from its first chunk to its manifest.
 */
final class TargetClaim {

    private static final List<ObjectLayout> LAYOUTS = List.of(new ObjectLayout(false), new ObjectLayout(true));
    private static final List<String> JOINED_SUFFIXES = List.of("bson", "bson.gz", "metadata.json", "metadata.json.gz");

    private final ObjectStore store;
    private final RunPlan plan;
    private final boolean overwrite;

    TargetClaim(ObjectStore store, RunPlan plan, boolean overwrite) {
        this.store = store;
        this.plan = plan;
        this.overwrite = overwrite;
    }

    void take() {
        if (isOurs()) {
            return;
        }
        Optional<String> obstacle = obstacle();
        // Another process of this run may have claimed the target, and begun, since we looked.
        if (obstacle.isPresent() && isOurs()) {
            return;
        }
        if (obstacle.isPresent()) {
            if (!overwrite) {
                throw new MillraceException(
                        FailureKind.CONFLICT,
                        store.description() + " " + obstacle.get(),
                        "choose an empty target, or say --overwrite to replace what is there");
            }
            clear();
        }
        store.put(ObjectLayout.CLAIM, claim(), ObjectAttributes.ofRun(plan.runId(), "application/json"));
    }

    private boolean isOurs() {
        Optional<BsonDocument> claim = standingClaim();
        return claim.isPresent()
                ? claim.get().getString("run").getValue().equals(plan.runId())
                : ManifestReader.runOf(store).equals(Optional.of(plan.runId()));
    }

    /** What speaks against this run's writing here. */
    private Optional<String> obstacle() {
        Optional<BsonDocument> claim = standingClaim();
        if (claim.isPresent()) {
            return Optional.of(
                    "holds the unfinished run " + claim.get().getString("run").getValue());
        }
        Optional<String> finished = ManifestReader.runOf(store);
        if (finished.isPresent()) {
            return finished.get().isEmpty()
                    ? Optional.of("holds a " + ObjectLayout.MANIFEST + " that is not millrace's")
                    : Optional.of("holds the finished run " + finished.get());
        }
        if (store.stat(ObjectLayout.SUCCESS).isPresent()) {
            return Optional.of("holds a finished data set (" + ObjectLayout.SUCCESS + ")");
        }
        List<String> stray = new ArrayList<>();
        outputOf(plannedNamespaces(), object -> {
            if (stray.isEmpty()) {
                stray.add(object.name());
            }
        });
        return stray.isEmpty()
                ? Optional.empty()
                : Optional.of("holds objects of an unknown run, such as " + stray.getFirst());
    }

    /** What says that the data is complete goes first; what says whose it is goes last. */
    private void clear() {
        store.stat(ObjectLayout.SUCCESS).ifPresent(store::delete);
        ManifestReader.objectsOf(store, name -> store.stat(name).ifPresent(store::delete));
        Set<Namespace> namespaces = plannedNamespaces();
        standingClaim()
                .ifPresent(claim -> claim.getArray("collections", new BsonArray())
                        .forEach(name ->
                                namespaces.add(Namespace.parse(name.asString().getValue()))));
        outputOf(namespaces, object -> {
            if (!plan.runId().equals(object.metadata().get(ObjectAttributes.RUN))) {
                store.delete(object);
            }
        });
        store.stat(ObjectLayout.MANIFEST).ifPresent(store::delete);
    }

    /** Finds objects named as a run names them; one listing a database, for there may be thousands of collections. */
    private void outputOf(Set<Namespace> namespaces, Consumer<StoredObject> each) {
        Set<String> prefixes = new TreeSet<>();
        Set<String> directories = new HashSet<>();
        Set<String> joined = new HashSet<>();
        for (ObjectLayout layout : LAYOUTS) {
            for (Namespace namespace : namespaces) {
                String database = layout.databasePrefix(namespace.database());
                prefixes.addAll(List.of(database, ObjectLayout.REJECTS + database));
                directories.addAll(List.of(layout.directory(namespace), layout.rejectsDirectory(namespace)));
                JOINED_SUFFIXES.forEach(suffix -> joined.add(layout.joined(namespace, suffix)));
            }
        }
        for (String prefix : prefixes) {
            store.list(prefix, object -> {
                String directory = object.name().substring(0, object.name().lastIndexOf('/') + 1);
                boolean part = directories.contains(directory)
                        && ObjectLayout.partOf(directory, object.name()).isPresent();
                if (part || joined.contains(object.name())) {
                    each.accept(object);
                }
            });
        }
    }

    private Set<Namespace> plannedNamespaces() {
        Set<Namespace> namespaces = new LinkedHashSet<>();
        plan.collections()
                .forEach(collection -> namespaces.add(collection.info().namespace()));
        return namespaces;
    }

    private byte[] claim() {
        BsonArray collections = new BsonArray();
        plannedNamespaces().forEach(namespace -> collections.add(new BsonString(namespace.toString())));
        return new BsonDocument("run", new BsonString(plan.runId()))
                .append("collections", collections)
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
    }

    private Optional<BsonDocument> standingClaim() {
        return ManifestReader.small(store, ObjectLayout.CLAIM).filter(claim -> claim.isString("run"));
    }
}
