package dev.millrace.pipeline;

import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.Message;
import dev.millrace.publish.Publisher;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what was published; stores messages in batches, and fails those that it is told to, once. */
final class RecordingPublisher implements Publisher {

    /** Places of the events that are stored, in the order of storing. */
    final List<String> stored = new CopyOnWriteArrayList<>();

    private final Map<String, MillraceException> failures = new ConcurrentHashMap<>();
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final int batch;
    private @Nullable MillraceException broken;
    private Runnable whenTaking = () -> {};

    private record Pending(String id, CompletableFuture<Void> future) {}

    RecordingPublisher(int batch) {
        this.batch = batch;
    }

    RecordingPublisher failing(int number, MillraceException failure) {
        failures.put(FakeChanges.token(number).getString("_data").getValue(), failure);
        return this;
    }

    /** Does this before it takes a message, on the thread that hands it over. */
    RecordingPublisher whenTaking(Runnable action) {
        whenTaking = action;
        return this;
    }

    @Override
    public String description() {
        return "recording";
    }

    @Override
    public synchronized CompletableFuture<Void> publish(Message message) {
        whenTaking.run();
        Pending next = new Pending(message.attributes().get(Message.EVENT_ID), new CompletableFuture<>());
        pending.add(next);
        if (pending.size() >= batch) {
            flush();
        }
        return next.future();
    }

    @Override
    public synchronized void flush() {
        while (!pending.isEmpty()) {
            Pending each = pending.remove();
            MillraceException failure = failures.remove(each.id());
            if (failure != null && failure.kind() != FailureKind.DATA) {
                broken = failure;
            }
            MillraceException reason = broken != null ? broken : failure;
            if (reason != null) {
                each.future().completeExceptionally(reason);
            } else {
                stored.add(each.id());
                each.future().complete(null);
            }
        }
    }

    @Override
    public synchronized void resume() {
        broken = null;
    }

    @Override
    public List<Finding> check() {
        return List.of();
    }

    @Override
    public void close() {}
}
