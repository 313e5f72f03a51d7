package dev.millrace.pipeline;

import dev.millrace.bson.XxHash64;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeHeader;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.WriteReceipt;
import dev.millrace.publish.Message;
import dev.millrace.sink.ChunkWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;

/** Publishes the documents of one chunk, as events shaped like those of an insert. */
final class SnapshotWriter implements ChunkWriter {

    /** Longer than any publisher tries. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private static final BsonValueCodec VALUES = new BsonValueCodec();

    private final String generation;
    private final Namespace namespace;
    private final ChangeStep step;
    private final Outlet outlet;
    private final Outbox outbox;
    private long documents;
    private long sourceBytes;

    SnapshotWriter(String generation, Namespace namespace, ChangeStep step, Outlet outlet) {
        this.generation = generation;
        this.namespace = namespace;
        this.step = step;
        this.outlet = outlet;
        outbox = new Outbox(outlet);
    }

    @Override
    public void write(DocumentBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            outbox.throwFailure();
            byte[] bytes = new byte[batch.length(i)];
            System.arraycopy(batch.bytes(), batch.offset(i), bytes, 0, bytes.length);
            documents++;
            sourceBytes += bytes.length;
            publish(event(new RawBsonDocument(bytes)));
        }
    }

    private void publish(ChangeEvent event) {
        outlet.meter().moved();
        outlet.meter().read();
        Message message;
        try {
            message = step.message(event);
        } catch (MillraceException e) {
            if (e.kind() != FailureKind.DATA) {
                throw e;
            }
            outbox.setAside(event, e, () -> {});
            return;
        }
        try {
            // A stop lets the chunk end, or interrupts it when the drain is over.
            outbox.send(event, message, () -> {}, () -> false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillraceException.interrupted("the snapshot");
        }
    }

    @Override
    public WriteReceipt commit() {
        await();
        outbox.throwFailure();
        long rejected = outbox.setAside();
        return new WriteReceipt(documents - rejected, rejected, sourceBytes, outbox.storedBytes(), new BsonDocument());
    }

    /** Lets end what is under way, so that the publisher can take messages again. */
    @Override
    public void close() {
        await();
    }

    private void await() {
        try {
            if (outbox.await(LONGEST) > 0) {
                throw new MillraceException(
                        FailureKind.TRANSIENT,
                        outlet.publisher().description() + " confirms nothing",
                        "look at the target; the snapshot goes on where it is");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillraceException.interrupted("the snapshot");
        }
    }

    /** `{_id: {_data}, operationType: "snapshot", ns, documentKey, fullDocument}`; its id is the same at each attempt. */
    private ChangeEvent event(RawBsonDocument document) {
        BsonValue id = document.get("_id");
        BsonDocument key = id == null ? new BsonDocument() : new BsonDocument("_id", id);
        RawBsonDocument rawKey = raw(key, null);
        ResumePoint point = new ResumePoint(new BsonDocument("_data", new BsonString(eventId(rawKey))));
        BsonDocument head = new BsonDocument("_id", point.token())
                .append("operationType", new BsonString(ChangeEvent.Existing.OPERATION))
                .append(
                        "ns",
                        new BsonDocument("db", new BsonString(namespace.database()))
                                .append("coll", new BsonString(namespace.collection())))
                .append("documentKey", key);
        ChangeHeader header = new ChangeHeader(
                point,
                ChangeEvent.Existing.OPERATION,
                namespace.database(),
                namespace.collection(),
                null,
                -1,
                null,
                raw(head, document));
        return new ChangeEvent.Existing(header, rawKey, document);
    }

    private String eventId(RawBsonDocument key) {
        ByteBuffer bytes = key.getByteBuffer().asNIO();
        int offset = bytes.arrayOffset() + bytes.position();
        HexFormat hex = HexFormat.of();
        return "snapshot-" + generation + "-" + namespace + "-"
                + hex.toHexDigits(XxHash64.hash(bytes.array(), offset, bytes.remaining(), 0))
                + hex.toHexDigits(XxHash64.hash(bytes.array(), offset, bytes.remaining(), 1));
    }

    private static RawBsonDocument raw(BsonDocument head, @Nullable RawBsonDocument document) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            writer.writeStartDocument();
            head.forEach((name, value) -> {
                writer.writeName(name);
                VALUES.encode(writer, value, EncoderContext.builder().build());
            });
            if (document != null) {
                writer.writeName("fullDocument");
                try (BsonBinaryReader reader =
                        new BsonBinaryReader(document.getByteBuffer().asNIO())) {
                    writer.pipe(reader);
                }
            }
            writer.writeEndDocument();
        }
        return new RawBsonDocument(buffer.getInternalBuffer(), 0, buffer.getSize());
    }
}
