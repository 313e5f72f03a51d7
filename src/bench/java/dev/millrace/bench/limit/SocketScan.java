package dev.millrace.bench.limit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * Reads a collection's replies from a socket into one buffer and looks at nothing but the cursor's id: no client can be
 * cheaper. `SocketScan URI DOCUMENTS WARMUPS`.
 */
public final class SocketScan {

    private static final int OP_MSG = 2013;
    private static final int HEADER = 16 + 5;
    private static final byte[] ID = "\0\u0012id\0".getBytes(StandardCharsets.ISO_8859_1);

    private final SocketChannel socket;
    private final ByteBuffer reply = ByteBuffer.allocateDirect(48_000_000).order(ByteOrder.LITTLE_ENDIAN);

    private SocketScan(SocketChannel socket) {
        this.socket = socket;
    }

    public static void main(String... args) throws Exception {
        URI uri = URI.create(args[0]);
        long documents = Long.parseLong(args[1]);
        try (SocketChannel socket = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()))) {
            SocketScan scan = new SocketScan(socket);
            Measured.print(Integer.parseInt(args[2]), () -> {
                scan.run();
                return documents;
            });
        }
    }

    private void run() throws IOException {
        BsonDocument find = new BsonDocument("find", new BsonString("orders"));
        long cursor = ask(find.append("$db", new BsonString("shop")));
        while (cursor != 0) {
            cursor = ask(new BsonDocument("getMore", new BsonInt64(cursor))
                    .append("collection", new BsonString("orders"))
                    .append("$db", new BsonString("shop")));
        }
    }

    private long ask(BsonDocument command) throws IOException {
        send(command);
        reply.clear().limit(4);
        receive();
        reply.limit(reply.getInt(0));
        receive();
        return cursorId();
    }

    private void send(BsonDocument command) throws IOException {
        ByteBuffer body = new RawBsonDocument(command, new BsonDocumentCodec())
                .getByteBuffer()
                .asNIO();
        ByteBuffer message = ByteBuffer.allocate(HEADER + body.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(message.capacity()).putInt(1).putInt(0).putInt(OP_MSG);
        message.putInt(0).put((byte) 0).put(body).flip();
        while (message.hasRemaining()) {
            socket.write(message);
        }
    }

    private void receive() throws IOException {
        while (reply.hasRemaining()) {
            if (socket.read(reply) < 0) {
                throw new IOException("the server has hung up");
            }
        }
    }

    /** It stands behind the documents: {@code id}, {@code ns}, the end of the cursor, {@code ok}. */
    private long cursorId() {
        for (int at = reply.limit() - ID.length - 8; at > 0; at--) {
            if (reply.slice(at, ID.length).equals(ByteBuffer.wrap(ID))) {
                return reply.getLong(at + ID.length);
            }
        }
        throw new IllegalStateException("a reply without a cursor");
    }
}
