package dev.millrace.sink.object;

import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The end of a run: checks that every committed object is still there, removes what does not count, joins parts where
 * the format wants it, writes the manifest and, last, `_SUCCESS`. May be run again after a crash at any instant.
 */
final class Completion {

    private final ObjectStore store;
    private final ObjectLayout layout;
    private final ObjectFormat format;
    private final RunPlan plan;
    private final Map<Namespace, PartListing> parts = new HashMap<>();
    private final Map<Namespace, PartListing> rejects = new HashMap<>();
    private final Map<Namespace, JoinedParts> joined = new HashMap<>();

    Completion(ObjectStore store, ObjectLayout layout, ObjectFormat format, RunPlan plan) {
        this.store = store;
        this.layout = layout;
        this.format = format;
        this.plan = plan;
    }

    void run(Stream<ChunkReceipt> receipts) {
        ObjectAttributes attributes = ObjectAttributes.ofRun(plan.runId(), "application/json");
        try (ManifestWriter manifest = new ManifestWriter(store.create(ObjectLayout.MANIFEST, attributes), plan)) {
            receipts.forEachOrdered(receipt -> take(receipt, manifest));
            plan.collections().forEach(collection -> complete(collection, manifest));
            manifest.commit();
        }
        // Of processes that died while others went on.
        store.removeLeftovers(plan.runId());
        store.put(ObjectLayout.SUCCESS, new byte[0], ObjectAttributes.ofRun(plan.runId(), "text/plain"));
        store.stat(ObjectLayout.CLAIM).ifPresent(store::delete);
    }

    private void take(ChunkReceipt committed, ManifestWriter manifest) {
        Namespace namespace = committed.chunk().namespace();
        ObjectReceipt receipt = ObjectReceipt.fromBson(committed.receipt().detail());
        StoredObject rejected = receipt.rejects();
        if (rejected != null && !store.discards()) {
            rejects(namespace).verify(rejected);
        }
        if (format.joinsParts()) {
            // Whether a part is still there or in the joined object already, the join itself finds out.
            parts(namespace).claim(receipt.object());
            joined.computeIfAbsent(namespace, any -> new JoinedParts())
                    .add(receipt, committed.receipt().rejected());
        } else {
            if (!store.discards()) {
                parts(namespace).verify(receipt.object());
            }
            manifest.add(
                    namespace,
                    receipt,
                    committed.receipt().rejected(),
                    rejected == null ? List.of() : List.of(rejected));
        }
    }

    private void complete(CollectionPlan collection, ManifestWriter manifest) {
        Namespace namespace = collection.info().namespace();
        parts(namespace).removeUnclaimed(plan.runId());
        rejects(namespace).removeUnclaimed(plan.runId());
        JoinedParts together = joined.get(namespace);
        if (together != null) {
            ObjectAttributes attributes = ObjectAttributes.ofRun(plan.runId(), format.contentType());
            StoredObject whole = store.join(together.parts(), layout.joined(namespace, format.extension()), attributes);
            manifest.add(namespace, together.receipt(whole), together.rejected(), together.rejects());
        }
        for (ObjectFormat.SideObject side : format.sideObjects(collection.info())) {
            store.put(
                    layout.joined(namespace, side.suffix()),
                    side.content(),
                    ObjectAttributes.ofRun(plan.runId(), side.contentType()));
        }
    }

    private PartListing parts(Namespace namespace) {
        return parts.computeIfAbsent(
                namespace, name -> PartListing.of(store, layout.directory(name), format.extension()));
    }

    private PartListing rejects(Namespace namespace) {
        return rejects.computeIfAbsent(
                namespace, name -> PartListing.of(store, layout.rejectsDirectory(name), "jsonl"));
    }
}
