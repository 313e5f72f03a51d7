package dev.millrace.doubles.gcs;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Faults that wait for requests, first come first served within one kind. */
public final class FaultQueue {

    private final Map<RequestKind, Queue<Fault>> faults = new EnumMap<>(RequestKind.class);

    FaultQueue() {
        for (RequestKind kind : RequestKind.values()) {
            faults.put(kind, new ConcurrentLinkedQueue<>());
        }
    }

    public void add(RequestKind kind, Fault... more) {
        for (Fault fault : more) {
            faults.get(kind).add(fault);
        }
    }

    public boolean isEmpty() {
        return faults.values().stream().allMatch(Queue::isEmpty);
    }

    Optional<Fault> next(RequestKind kind) {
        return Optional.ofNullable(faults.get(kind).poll());
    }
}
