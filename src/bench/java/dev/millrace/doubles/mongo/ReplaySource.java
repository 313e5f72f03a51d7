package dev.millrace.doubles.mongo;

import dev.millrace.source.generated.DatasetFamily;
import dev.millrace.source.generated.Datasets;
import dev.millrace.source.generated.GeneratedCollection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * A standalone MongoDB with one collection of generated documents, which costs next to nothing: replies leave straight from
 * memory. A process of its own, so that a client's processor time is the client's alone; it ends with its stdin.
 * `ReplaySource NAMESPACE DATASET?count=N`; its first line says PORT DOCUMENTS BYTES.
 */
public final class ReplaySource {

    private final ReplayDocuments documents;
    private final ReplayCommands commands;
    private final CommandTable server;
    private final ServerSocketChannel listener;

    private ReplaySource(String namespace, ReplayDocuments documents, ServerSocketChannel listener) throws IOException {
        this.documents = documents;
        this.commands = new ReplayCommands(namespace, documents);
        this.listener = listener;
        this.server = server(namespace, "127.0.0.1:" + listener.socket().getLocalPort());
    }

    public static void main(String... args) throws Exception {
        GeneratedCollection wanted = GeneratedCollection.parse(args[1]);
        DatasetFamily family = Datasets.of(wanted);
        ReplayDocuments documents = ReplayDocuments.of(
                wanted, family.named(family.main()).dataset().generator(wanted.seed(), wanted.count()));
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            ReplaySource source = new ReplaySource(args[0], documents, listener);
            Thread.ofPlatform().daemon().start(source::accept);
            System.out.println(listener.socket().getLocalPort() + " " + documents.count() + " " + documents.bytes());
            while (System.in.read() >= 0) {}
        }
    }

    /** Everything that is not about the documents, answered by the double. */
    private static CommandTable server(String namespace, String address) {
        Settings settings = new Settings(Topology.STANDALONE, 9, 0, List.of(), Set.of(), 1, null);
        LogicalClock clock = new LogicalClock(InstantSource.system());
        History history = new History(clock);
        Catalog catalog = new Catalog(true, history);
        catalog.create(namespace, new BsonDocument());
        ChangeCursors changes = new ChangeCursors(catalog, history, clock, settings);
        Cursors cursors = new Cursors(new Random(1), 16 << 20, Duration.ofDays(1), changes);
        return new CommandTable(
                settings, catalog, cursors, address, new Members(address), new Operations(), clock, null);
    }

    private void accept() {
        int connections = 0;
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                Thread.ofPlatform()
                        .daemon()
                        .start(new ReplayConnection(
                                client, new ClientState(++connections), server, commands, documents));
            } catch (IOException ended) {
                // The process is about to end.
                return;
            }
        }
    }
}
