package dev.millrace.doubles.mongo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** One client's connection to the replay, on a thread of its own. */
final class ReplayConnection implements Runnable {

    private final SocketChannel channel;
    private final ClientState state;
    private final CommandTable server;
    private final ReplayCommands commands;
    private final ReplayReply batches;

    ReplayConnection(
            SocketChannel channel,
            ClientState state,
            CommandTable server,
            ReplayCommands commands,
            ReplayDocuments documents) {
        this.channel = channel;
        this.state = state;
        this.server = server;
        this.commands = commands;
        this.batches = new ReplayReply(documents);
    }

    @Override
    public void run() {
        try (channel) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(channel.socket().getInputStream()));
            for (Request request = Wire.read(in); request != null; request = Wire.read(in)) {
                serve(request);
            }
        } catch (IOException clientGone) {
            // A client that is killed leaves like this; one that fails tells more itself.
            System.err.println("a connection broke: " + clientGone.getMessage());
        }
    }

    private void serve(Request request) throws IOException {
        Call call =
                new Call(request.body().getFirstKey(), request.database(), request.body(), request.sequences(), state);
        try {
            if (!commands.isMeant(call)) {
                send(request, server.run(call));
                return;
            }
            @Nullable Reply figures = commands.figures(call);
            if (figures != null) {
                send(request, figures);
            } else {
                batch(request, call);
            }
        } catch (CommandFailure failure) {
            send(request, new Reply.Fields(failure.toReply()));
        }
    }

    private void batch(Request request, Call call) throws IOException {
        boolean more = call.name().equals("getMore");
        long id = more ? call.number("getMore", 0) : commands.newId();
        ReplayCursor cursor = more ? commands.get(id) : commands.open(call);
        long asked = call.name().equals("aggregate")
                ? Call.number(call.document("cursor"), "batchSize", Cursors.DEFAULT_FIRST_BATCH)
                : call.number("batchSize", more ? 0 : Cursors.DEFAULT_FIRST_BATCH);
        int most = asked <= 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, asked);
        // Kept before it is told of: the next request may come on another connection.
        commands.keep(id, cursor);
        boolean ended = batches.write(channel, request.id(), more ? "nextBatch" : "firstBatch", cursor, id, most);
        if (ended || call.flag("singleBatch", false)) {
            commands.forget(id);
        }
    }

    private void send(Request request, Reply reply) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Wire.encode(request, reply, new BsonDocument()));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
