package dev.millrace.job;

import dev.millrace.model.Namespace;
import dev.millrace.observe.RunEvent;
import dev.millrace.sink.mongo.index.IndexListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Makes events of what is told about index builds. */
record IndexEvents(Consumer<RunEvent> events) implements IndexListener {

    @Override
    public void building(Namespace namespace, List<String> indexes, long done, long total, Duration elapsed) {
        events.accept(new RunEvent.IndexesBuilding(namespace, indexes, done, total, elapsed));
    }

    @Override
    public void built(Namespace namespace, List<String> indexes, Duration took) {
        events.accept(new RunEvent.IndexesBuilt(namespace, indexes, took));
    }
}
