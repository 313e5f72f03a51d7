package dev.millrace.observe;

import java.util.List;
import java.util.function.Consumer;

/** Hands each event to everybody who listens: log, metrics, terminal. Listeners must be safe for use by many threads. */
public final class RunEvents implements Consumer<RunEvent> {

    private final List<Consumer<RunEvent>> listeners;

    public RunEvents(List<Consumer<RunEvent>> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void accept(RunEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }
}
