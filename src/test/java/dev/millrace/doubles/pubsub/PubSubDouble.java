package dev.millrace.doubles.pubsub;

import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A Pub/Sub in this process, behind a real gRPC server on a port of its own: it stores what is published, refuses what the
 * service refuses, and does wrong what a test tells it to.
 */
public final class PubSubDouble implements AutoCloseable {

    /** More than the service takes, so that it is its rules that refuse. */
    private static final int LARGEST_REQUEST = 32 << 20;

    final Map<String, List<PubsubMessage>> topics = new ConcurrentHashMap<>();
    final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Map<String, Consumer<PubsubMessage>> subscribers = new ConcurrentHashMap<>();
    final Set<String> withheld = ConcurrentHashMap.newKeySet();
    private final List<PublishRequest> requests = new CopyOnWriteArrayList<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Fault> standing = new AtomicReference<>();
    private final AtomicReference<Predicate<PubsubMessage>> refused = new AtomicReference<>(message -> false);
    private final AtomicReference<String> encoding = new AtomicReference<>("");
    private Server server;
    private int port;

    private PubSubDouble() {}

    /** Without topics. */
    public static PubSubDouble start() {
        PubSubDouble service = new PubSubDouble();
        service.open();
        return service;
    }

    /** As in PUBSUB_EMULATOR_HOST. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    public PubSubDouble withTopic(String path) {
        topics.putIfAbsent(path, new CopyOnWriteArrayList<>());
        return this;
    }

    /**
     * A topic that stores nothing and remembers no requests, for more messages than there is memory for.
     *
     * @param subscriber gets each message once it is published; called by one thread at a time
     */
    public PubSubDouble withTopic(String path, Consumer<PubsubMessage> subscriber) {
        subscribers.put(path, subscriber);
        return withTopic(path);
    }

    /** The next requests to publish, one each. */
    public PubSubDouble failing(Fault... next) {
        faults.addAll(List.of(next));
        return this;
    }

    /** Every request to publish, from now on; null for none. */
    public PubSubDouble failingAlways(Fault fault) {
        standing.set(fault);
        return this;
    }

    /** Answers INVALID_ARGUMENT to every request with such a message. */
    public PubSubDouble refusing(Predicate<PubsubMessage> messages) {
        refused.set(messages);
        return this;
    }

    /** `pubsub.topics.publish`, for example, is not granted to anybody. */
    public PubSubDouble withholding(String permission) {
        withheld.add(permission);
        return this;
    }

    /** The connection breaks, and nobody is there until {@link #open}. */
    public void shut() {
        try {
            server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Is there again, with all that it had. */
    public void open() {
        try {
            server = Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create())
                    .addService(new PublisherService(this))
                    .addService(new SubscriberService(this))
                    .addService(new PermissionService(this))
                    .intercept(new EncodingWatch(encoding))
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .maxInboundMessageSize(LARGEST_REQUEST)
                    .build()
                    .start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Paths of the topics. */
    public Set<String> topics() {
        return topics.keySet();
    }

    /** The messages of a topic in the order in which they were stored. */
    public List<PubsubMessage> stored(String topic) {
        return topics.getOrDefault(topic, List.of());
    }

    public Map<String, Subscription> subscriptions() {
        return subscriptions;
    }

    /** Every request to publish that came, whatever became of it. */
    public List<PublishRequest> requests() {
        return new ArrayList<>(requests);
    }

    /** How the last request was compressed; empty for not at all. */
    public String lastEncoding() {
        return encoding.get();
    }

    Fault next(PublishRequest request) {
        if (!subscribers.containsKey(request.getTopic())) {
            requests.add(request);
        }
        Fault next = faults.poll();
        return next != null ? next : standing.get();
    }

    /** Stores the messages of a request, or says why not. */
    synchronized Status store(PublishRequest request) {
        List<PubsubMessage> topic = topics.get(request.getTopic());
        if (topic == null) {
            return Status.NOT_FOUND.withDescription("Resource not found (resource=" + request.getTopic() + ").");
        }
        String problem = problem(request);
        if (!problem.isEmpty()) {
            return Status.INVALID_ARGUMENT.withDescription(problem);
        }
        Consumer<PubsubMessage> subscriber = subscribers.get(request.getTopic());
        if (subscriber != null) {
            request.getMessagesList().forEach(subscriber);
        } else {
            topic.addAll(request.getMessagesList());
        }
        return Status.OK;
    }

    private String problem(PublishRequest request) {
        if (request.getSerializedSize() > 10_000_000) {
            return "The value for request_size is too large.";
        }
        if (request.getMessagesCount() > 1_000) {
            return "The value for message_count is too large.";
        }
        long keys = request.getMessagesList().stream()
                .map(PubsubMessage::getOrderingKey)
                .distinct()
                .count();
        if (keys > 1) {
            return "In a single publish request, all messages must have no ordering key or they must all have the same"
                    + " ordering key.";
        }
        return request.getMessagesList().stream().anyMatch(refused.get()) ? "Invalid data in message." : "";
    }

    @Override
    public void close() {
        shut();
    }
}
