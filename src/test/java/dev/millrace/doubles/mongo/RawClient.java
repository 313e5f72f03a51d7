package dev.millrace.doubles.mongo;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bson.BsonDocument;

/** Sends commands as OP_MSG without a driver between, so that a recorded command goes out just as it was. One thread. */
final class RawClient implements AutoCloseable {
    private static final int HEADER = 16;
    private static final int FLAGS_AND_KIND = 5;
    private static final int OP_MSG = 2013;

    private final Socket socket;
    private int requestId;

    RawClient(int port) throws IOException {
        this.socket = new Socket("127.0.0.1", port);
    }

    BsonDocument run(BsonDocument command) throws IOException {
        byte[] body = RawBson.encode(command);
        ByteBuffer message =
                ByteBuffer.allocate(HEADER + FLAGS_AND_KIND + body.length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(message.capacity()).putInt(++requestId).putInt(0).putInt(OP_MSG);
        message.putInt(0).put((byte) 0).put(body);
        socket.getOutputStream().write(message.array());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] reply = new byte[Integer.reverseBytes(in.readInt()) - 4];
        in.readFully(reply);
        int start = HEADER - 4 + FLAGS_AND_KIND;
        byte[] document = new byte[reply.length - start];
        System.arraycopy(reply, start, document, 0, document.length);
        return RawBson.decode(document);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
