package dev.millrace.doubles.mongo;

import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;

/** What a command answers: plain fields, or a batch of documents whose bytes are copied and never decoded. */
sealed interface Reply {
    /** Bytes that the batch takes, to allocate the message once. */
    int sizeHint();

    /** Writes the whole reply document; {@code tail} holds the fields that every reply of the topology ends with. */
    void writeTo(BasicOutputBuffer out, BsonDocument tail);

    static Reply ok() {
        return ok(new BsonDocument());
    }

    static Reply ok(BsonDocument fields) {
        return new Fields(fields.append("ok", new BsonDouble(1)));
    }

    record Fields(BsonDocument fields) implements Reply {
        @Override
        public int sizeHint() {
            return 1024;
        }

        @Override
        public void writeTo(BasicOutputBuffer out, BsonDocument tail) {
            int start = open(out);
            out.writeBytes(RawBson.elements(RawBson.encode(fields)));
            out.writeBytes(RawBson.elements(RawBson.encode(tail)));
            close(out, start);
        }
    }

    /** @param resumeToken {@code postBatchResumeToken} of a change stream, else null */
    record Batch(
            String field,
            String namespace,
            long cursor,
            List<byte[]> documents,
            @Nullable BsonDocument resumeToken) implements Reply {
        @Override
        public int sizeHint() {
            long bytes = 0;
            for (byte[] document : documents) {
                bytes += document.length + 8;
            }
            return Math.toIntExact(bytes);
        }

        @Override
        public void writeTo(BasicOutputBuffer out, BsonDocument tail) {
            int start = open(out);
            element(out, 3, "cursor");
            int cursorStart = open(out);
            writeDocuments(out);
            if (resumeToken != null) {
                element(out, 3, "postBatchResumeToken");
                out.writeBytes(RawBson.encode(resumeToken));
            }
            element(out, 18, "id");
            out.writeInt64(cursor);
            element(out, 2, "ns");
            out.writeString(namespace);
            close(out, cursorStart);
            element(out, 1, "ok");
            out.writeDouble(1);
            out.writeBytes(RawBson.elements(RawBson.encode(tail)));
            close(out, start);
        }

        private void writeDocuments(BasicOutputBuffer out) {
            element(out, 4, field);
            int start = open(out);
            for (int i = 0; i < documents.size(); i++) {
                element(out, 3, Integer.toString(i));
                out.writeBytes(documents.get(i));
            }
            close(out, start);
        }
    }

    private static void element(BasicOutputBuffer out, int type, String name) {
        out.writeByte(type);
        out.writeCString(name);
    }

    private static int open(BasicOutputBuffer out) {
        int start = out.getPosition();
        out.writeInt32(0);
        return start;
    }

    private static void close(BasicOutputBuffer out, int start) {
        out.writeByte(0);
        out.writeInt32(start, out.getPosition() - start);
    }
}
