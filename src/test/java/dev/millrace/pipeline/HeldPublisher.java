package dev.millrace.pipeline;

import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.Message;
import dev.millrace.publish.Publisher;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores nothing before it is told to. */
final class HeldPublisher implements Publisher {

    final List<Message> taken = new CopyOnWriteArrayList<>();
    private final Queue<CompletableFuture<Void>> held = new ConcurrentLinkedQueue<>();
    final AtomicInteger flushes = new AtomicInteger();
    volatile boolean storesAtOnce;

    void storeNext() {
        held.remove().complete(null);
    }

    void refuseNext(MillraceException failure) {
        held.remove().completeExceptionally(failure);
    }

    void storeAll() {
        for (CompletableFuture<Void> each = held.poll(); each != null; each = held.poll()) {
            each.complete(null);
        }
    }

    @Override
    public String description() {
        return "held";
    }

    @Override
    public CompletableFuture<Void> publish(Message message) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        held.add(stored);
        taken.add(message);
        if (storesAtOnce) {
            storeAll();
        }
        return stored;
    }

    @Override
    public void flush() {
        flushes.incrementAndGet();
    }

    @Override
    public void resume() {}

    @Override
    public List<Finding> check() {
        return List.of();
    }

    @Override
    public void close() {}
}
