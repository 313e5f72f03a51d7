package dev.millrace.doubles.mongo;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A MongoDB server in memory that the real driver talks to: {@code try (MongoDouble mongo = new MongoDouble().start())}.
 * It answers as the recorded transcripts show and goes wrong where {@link #faults} says so. Thread-safe once started.
 */
public final class MongoDouble implements AutoCloseable {
    private final Settings settings;
    private final LogicalClock clock = new LogicalClock(InstantSource.system());
    private final History history = new History(clock);
    private final Catalog catalog;
    private final Cursors cursors;
    private final @Nullable Throughput throughput;
    private final Faults faults = new Faults();
    private final Recording recording = new Recording();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Operations operations = new Operations();
    private @Nullable ServerSocket listener;
    private @Nullable ServerSocket second;
    private @Nullable Members members;

    /** The primary of a replica set of one, without users. */
    public MongoDouble() {
        this(new Builder().settings());
    }

    private MongoDouble(Settings settings) {
        this.settings = settings;
        @Nullable CosmosAccount cosmos = settings.cosmos();
        this.catalog = new Catalog(cosmos == null || cosmos.shardKey().equals("_id"), history);
        ChangeCursors changes = new ChangeCursors(catalog, history, clock, settings);
        this.throughput = cosmos == null ? null : new Throughput(cosmos.unitsPerSecond());
        this.cursors = cosmos == null
                ? new Cursors(new Random(settings.seed()), 16 << 20, Duration.ofDays(1), changes)
                : new Cursors(new Random(settings.seed()), 4 << 20, cosmos.cursorIdle(), changes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Listens on 127.0.0.1; the double answers from here on. */
    public MongoDouble start() {
        listener = listening(settings.port());
        members = new Members(address());
        if (settings.topology() == Topology.REPLICA_SET) {
            Oplog.begin(catalog, clock);
        }
        answer(listener, members);
        return this;
    }

    private static ServerSocket listening(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return socket;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private void answer(ServerSocket socket, Members known) {
        String address = "127.0.0.1:" + socket.getLocalPort();
        CommandTable commands =
                new CommandTable(settings, catalog, cursors, address, known, operations, clock, cosmosCommands());
        keep(Thread.ofVirtual().name("mongo-double").start(() -> accept(socket, commands)));
    }

    /**
     * Another member, at another address and with the same data, becomes the primary: once, and only of a replica set.
     * The old one answers as a secondary from here on; its connections stay.
     */
    public void stepDown() {
        ServerSocket socket = listening(0);
        second = socket;
        Members known = members;
        if (known == null) {
            throw new IllegalStateException("not started");
        }
        known.elect("127.0.0.1:" + socket.getLocalPort());
        answer(socket, known);
    }

    /** What {@code $currentOp} is to show. */
    public Operations operations() {
        return operations;
    }

    private @Nullable CosmosCommands cosmosCommands() {
        return settings.cosmos() == null || throughput == null
                ? null
                : new CosmosCommands(settings.cosmos(), throughput, catalog, cursors, closing);
    }

    private void accept(ServerSocket from, CommandTable commands) {
        int connections = 0;
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                sockets.add(socket);
                if (closing.getCount() == 0) {
                    end(socket);
                }
                ClientState state = new ClientState(++connections);
                ClientConnection connection =
                        new ClientConnection(socket, state, commands, cursors, faults, recording, closing);
                keep(Thread.ofVirtual().name("mongo-double-" + connections).start(() -> {
                    connection.run();
                    sockets.remove(socket);
                }));
            } catch (IOException ended) {
                if (!from.isClosed()) {
                    recording.connectionFailed(ended);
                }
            }
        }
    }

    private synchronized void keep(Thread thread) {
        threads.removeIf(each -> !each.isAlive());
        threads.add(thread);
    }

    public int port() {
        ServerSocket socket = listener;
        if (socket == null) {
            throw new IllegalStateException("not started");
        }
        return socket.getLocalPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    /** Connection string as an application would have it; with users, add them by {@link #uri(String, String)}. */
    public String uri() {
        return "mongodb://" + address() + "/" + options("?");
    }

    public String uri(String user, String password) {
        return "mongodb://" + user + ":" + password + "@" + address() + "/?authSource=admin" + options("&");
    }

    /** Straight to this server, without discovering the replica set. */
    public String directUri() {
        return "mongodb://" + address() + "/?directConnection=true";
    }

    /** Those of Cosmos DB are the ones that the portal gives, but for TLS. */
    private String options(String separator) {
        if (settings.cosmos() != null) {
            return separator + "ssl=false&replicaSet=globaldb&retrywrites=false&maxIdleTimeMS=120000&appName=@acc@";
        }
        return settings.topology() == Topology.REPLICA_SET ? separator + "replicaSet=" + settings.setName() : "";
    }

    /** The request units of the account that is played; an error where a MongoDB is. */
    public Throughput throughput() {
        if (throughput == null) {
            throw new IllegalStateException("not a Cosmos DB");
        }
        return throughput;
    }

    /** Stores documents as a client's insert would; the namespace is {@code database.collection}. */
    public MongoDouble insert(String namespace, BsonDocument... documents) {
        StoredCollection collection = catalog.forWriting(namespace);
        for (BsonDocument document : documents) {
            collection.insert(RawBson.encode(document));
        }
        return this;
    }

    /** Stores raw documents. The double keeps the arrays: don't change them afterwards. */
    public MongoDouble load(String namespace, Iterable<byte[]> documents) {
        StoredCollection collection = catalog.forWriting(namespace);
        documents.forEach(collection::insert);
        return this;
    }

    /** Makes a collection, or a view with {@code viewOn}, with the options of the create command. */
    public MongoDouble create(String namespace, BsonDocument options) {
        new CatalogCommands(catalog, cursors).create(namespace, options);
        return this;
    }

    /** What a collection holds, in order of {@code _id}; empty where it does not exist. */
    public List<BsonDocument> documents(String namespace) {
        StoredCollection collection = catalog.find(namespace);
        return collection == null
                ? List.of()
                : collection.all().stream()
                        .map(document -> RawBson.decode(document.bytes()))
                        .toList();
    }

    public Faults faults() {
        return faults;
    }

    /** What change streams read. */
    public History history() {
        return history;
    }

    public Recording recorded() {
        return recording;
    }

    public int openCursors() {
        return cursors.count();
    }

    /** Every open cursor is gone, as after a fail-over. */
    public void killAllCursors() {
        cursors.killAll();
    }

    /** Cuts every connection; new ones are taken. */
    public void dropConnections() {
        sockets.forEach(this::end);
    }

    @Override
    public void close() {
        closing.countDown();
        faults.clear();
        history.close();
        if (listener != null) {
            end(listener);
        }
        if (second != null) {
            end(second);
        }
        dropConnections();
        List<Thread> running;
        synchronized (this) {
            running = List.copyOf(threads);
        }
        try {
            for (Thread thread : running) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException broken) {
            recording.connectionFailed(broken);
        }
    }

    /** Waits until the process is stopped. */
    void awaitEnd() throws InterruptedException {
        closing.await();
    }

    /** Starts the double as a process: {@code --port N --seed shop.orders=200000}. */
    public static void main(String[] arguments) throws InterruptedException {
        DemoServer.run(arguments);
    }

    /** What kind of server to play; every answer of {@link MongoDouble} follows from it. */
    public static final class Builder {
        private Topology topology = Topology.REPLICA_SET;
        private int maxWireVersion = 9;
        private int port;
        private long seed = 1;
        private final List<Account> accounts = new ArrayList<>();
        private final Set<String> refused = new HashSet<>();
        private @Nullable CosmosAccount cosmos;

        /** Azure Cosmos DB for MongoDB (RU), set to version 4.2 unless a wire version says otherwise. */
        public Builder cosmos(CosmosAccount account) {
            cosmos = account;
            maxWireVersion = 8;
            return this;
        }

        public Builder topology(Topology value) {
            topology = value;
            return this;
        }

        /** 9 is the server of the transcripts; 7 is MongoDB 4.0, which the driver refuses. */
        public Builder maxWireVersion(int value) {
            maxWireVersion = value;
            return this;
        }

        /** 0, the default, takes any free port. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Seed of samples and cursor ids. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Once there is a user, everybody has to log in (SCRAM-SHA-256, authSource admin). */
        public Builder account(String name, String password, Account.Role role) {
            accounts.add(new Account(name, password, role));
            return this;
        }

        /** Answers this command with 13 Unauthorized, whoever asks. */
        public Builder refusing(String command) {
            refused.add(command);
            return this;
        }

        private Settings settings() {
            return new Settings(
                    topology, maxWireVersion, port, List.copyOf(accounts), Set.copyOf(refused), seed, cosmos);
        }

        public MongoDouble build() {
            return new MongoDouble(settings());
        }

        public MongoDouble start() {
            return build().start();
        }
    }
}
