package dev.millrace.pipeline;

import dev.millrace.model.Finding;
import dev.millrace.publish.Message;
import dev.millrace.publish.Publisher;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Takes every message, and forgets it. */
final class Nowhere implements Publisher {

    private static final CompletableFuture<Void> STORED = CompletableFuture.completedFuture(null);

    @Override
    public String description() {
        return "nowhere";
    }

    @Override
    public CompletableFuture<Void> publish(Message message) {
        return STORED;
    }

    @Override
    public void flush() {}

    @Override
    public void resume() {}

    @Override
    public List<Finding> check() {
        return List.of();
    }

    @Override
    public void close() {}
}
