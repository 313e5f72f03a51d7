package dev.millrace.doubles.mongo;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What clients sent and how connections ended, for assertions. Thread-safe. */
public final class Recording {
    private final Queue<RecordedCommand> commands = new ConcurrentLinkedQueue<>();
    private final Queue<IOException> failures = new ConcurrentLinkedQueue<>();
    private final Set<WireCompression> compressions = ConcurrentHashMap.newKeySet();

    void add(RecordedCommand command) {
        commands.add(command);
    }

    void compressedBy(WireCompression compression) {
        compressions.add(compression);
    }

    void connectionFailed(IOException failure) {
        failures.add(failure);
    }

    /** All commands so far, hellos included. */
    public List<RecordedCommand> commands() {
        return List.copyOf(commands);
    }

    /** The commands of one name, in order of arrival. */
    public List<RecordedCommand> commands(String name) {
        return commands.stream().filter(command -> command.name().equals(name)).toList();
    }

    public long count(String name) {
        return commands(name).size();
    }

    /** How clients compressed what they sent, where they did. */
    public Set<WireCompression> compressions() {
        return Set.copyOf(compressions);
    }

    /** Connections that did not end with a hang-up between two messages. */
    public List<IOException> brokenConnections() {
        return List.copyOf(failures);
    }

    public void clear() {
        commands.clear();
        failures.clear();
        compressions.clear();
    }
}
