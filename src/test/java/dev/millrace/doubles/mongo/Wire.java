package dev.millrace.doubles.mongo;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;

/** The MongoDB wire protocol, as far as drivers use it: OP_MSG, plain or in OP_COMPRESSED, and OP_QUERY for the first hello (mongodb.com/docs/manual/reference/mongodb-wire-protocol). */
final class Wire {
    private static final int OP_REPLY = 1;
    private static final int OP_QUERY = 2004;
    private static final int OP_COMPRESSED = 2012;
    private static final int OP_MSG = 2013;
    private static final int HEADER_BYTES = 16;
    private static final int MAX_MESSAGE_BYTES = 48_000_000;
    private static final int CHECKSUM_PRESENT = 1;
    private static final int MORE_TO_COME = 2;
    private static final int AWAIT_CAPABLE = 8;

    private Wire() {}

    /** The next request, or null where the client has hung up between two messages. */
    static @Nullable Request read(DataInputStream in) throws IOException {
        int length;
        try {
            length = Integer.reverseBytes(in.readInt());
        } catch (EOFException hungUp) {
            return null;
        }
        if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
            throw new IOException("message of " + length + " bytes");
        }
        byte[] rest = new byte[length - 4];
        in.readFully(rest);
        ByteBuffer message = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
        int requestId = message.getInt();
        message.getInt();
        int opCode = message.getInt();
        return switch (opCode) {
            case OP_MSG -> message(requestId, message, null);
            case OP_COMPRESSED -> compressed(requestId, message);
            case OP_QUERY -> query(requestId, message);
            default -> throw new IOException("unsupported opcode " + opCode);
        };
    }

    private static Request compressed(int requestId, ByteBuffer message) throws IOException {
        int opCode = message.getInt();
        if (opCode != OP_MSG) {
            throw new IOException("unsupported compressed opcode " + opCode);
        }
        int size = message.getInt();
        WireCompression compression = WireCompression.of(message.get());
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        ByteBuffer plain = ByteBuffer.wrap(compression.decompress(bytes, size)).order(ByteOrder.LITTLE_ENDIAN);
        return message(requestId, plain, compression);
    }

    private static Request message(int requestId, ByteBuffer message, @Nullable WireCompression compression)
            throws IOException {
        int flags = message.getInt();
        int end = message.limit() - ((flags & CHECKSUM_PRESENT) != 0 ? 4 : 0);
        RawBsonDocument body = null;
        Map<String, List<byte[]>> sequences = new HashMap<>();
        while (message.position() < end) {
            byte kind = message.get();
            if (kind == 0) {
                body = RawBson.view(document(message));
            } else if (kind == 1) {
                int sectionEnd = message.position() + message.getInt(message.position());
                message.getInt();
                List<byte[]> documents = sequences.computeIfAbsent(cstring(message), name -> new ArrayList<>());
                while (message.position() < sectionEnd) {
                    documents.add(document(message));
                }
            } else {
                throw new IOException("unknown section kind " + kind);
            }
        }
        if (body == null) {
            throw new IOException("OP_MSG without a body");
        }
        String database = body.getString("$db", new BsonString("admin")).getValue();
        return new Request(requestId, false, (flags & MORE_TO_COME) == 0, compression, database, body, sequences);
    }

    private static Request query(int requestId, ByteBuffer message) {
        message.getInt();
        String collection = cstring(message);
        message.getInt();
        message.getInt();
        RawBsonDocument body = RawBson.view(document(message));
        if (body.containsKey("$query")) {
            BsonDocument inner = body.getDocument("$query");
            body = RawBson.view(RawBson.encode(inner));
        }
        String database = collection.substring(0, collection.indexOf('.'));
        return new Request(requestId, true, true, null, database, body, Map.of());
    }

    private static byte[] document(ByteBuffer message) {
        byte[] bytes = new byte[message.getInt(message.position())];
        message.get(bytes);
        return bytes;
    }

    private static String cstring(ByteBuffer message) {
        int start = message.position();
        while (message.get() != 0) {}
        return new String(message.array(), start, message.position() - 1 - start, StandardCharsets.UTF_8);
    }

    static byte[] encode(Request request, Reply reply, BsonDocument tail) throws IOException {
        BasicOutputBuffer out = new BasicOutputBuffer(reply.sizeHint() + 512);
        out.writeInt32(0);
        out.writeInt32(request.id() + 1_000_000);
        out.writeInt32(request.id());
        if (request.legacyQuery()) {
            out.writeInt32(OP_REPLY);
            out.writeInt32(AWAIT_CAPABLE);
            out.writeInt64(0);
            out.writeInt32(0);
            out.writeInt32(1);
        } else {
            out.writeInt32(OP_MSG);
            out.writeInt32(0);
            out.writeByte(0);
        }
        reply.writeTo(out, tail);
        out.writeInt32(0, out.getPosition());
        byte[] plain = out.toByteArray();
        return request.compression() == null ? plain : compressed(plain, request.compression());
    }

    /** A server answers as it was asked. */
    private static byte[] compressed(byte[] plain, WireCompression compression) throws IOException {
        byte[] payload = compression.compress(Arrays.copyOfRange(plain, HEADER_BYTES, plain.length));
        ByteBuffer message =
                ByteBuffer.allocate(HEADER_BYTES + 9 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(message.capacity()).put(plain, 4, 8).putInt(OP_COMPRESSED);
        message.putInt(OP_MSG).putInt(plain.length - HEADER_BYTES).put(compression.id());
        return message.put(payload).array();
    }
}
