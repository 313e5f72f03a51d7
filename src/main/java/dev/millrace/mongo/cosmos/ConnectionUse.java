package dev.millrace.mongo.cosmos;

import com.mongodb.connection.ConnectionId;
import com.mongodb.event.ConnectionCheckedOutEvent;
import com.mongodb.event.ConnectionClosedEvent;
import com.mongodb.event.ConnectionPoolListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which request went over each connection last. The service tells the charge of a connection's last request, and
 * nobody can ask the driver for a certain connection; so the question goes over any, and this tells whose charge the
 * answer is. The driver takes a connection out of its pool on the thread that makes the request, for each request
 * anew, and nobody else has it until then. Safe for use by many threads.
 */
final class ConnectionUse implements ConnectionPoolListener {

    private final Map<Thread, Request> current = new ConcurrentHashMap<>();
    private final Map<ConnectionId, Request> last = new ConcurrentHashMap<>();

    /** Carries out a request; what the driver sends meanwhile on this thread is part of it. */
    <T> T during(Request request, Supplier<T> call) {
        Thread thread = Thread.currentThread();
        @Nullable Request outer = current.put(thread, request);
        try {
            return call.get();
        } finally {
            if (outer == null) {
                current.remove(thread);
            } else {
                current.put(thread, outer);
            }
        }
    }

    @Override
    public void connectionCheckedOut(ConnectionCheckedOutEvent event) {
        @Nullable Request request = current.get(Thread.currentThread());
        if (request == null) {
            last.remove(event.getConnectionId());
            return;
        }
        request.sent++;
        if (request.asks) {
            request.about = last.remove(event.getConnectionId());
        } else {
            last.put(event.getConnectionId(), request);
        }
    }

    @Override
    public void connectionClosed(ConnectionClosedEvent event) {
        last.remove(event.getConnectionId());
    }
}
