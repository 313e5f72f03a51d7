package dev.millrace.observe;

import java.util.List;
import java.util.function.Consumer;

/** Hands each event to everybody who listens: log, metrics, terminal. Listeners must be safe for use by many threads. */
public final class Listeners<E> implements Consumer<E> {

    private final List<Consumer<E>> listeners;

    public Listeners(List<Consumer<E>> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void accept(E event) {
        listeners.forEach(listener -> listener.accept(event));
    }
}
