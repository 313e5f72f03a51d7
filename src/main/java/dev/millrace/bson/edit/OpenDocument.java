package dev.millrace.bson.edit;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.NameTexts;
import dev.millrace.bson.TypeByte;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A document open for change: its fields by their number, in their order, two of one name included. Opening it decodes
 * names only; writing it copies what was not changed. Not thread-safe.
 */
public final class OpenDocument implements Node {

    private static final int ROOM = 64;

    /** Bytes of a field as it mostly is, its name included: one guess for the room of both lists. */
    private static final int USUAL_FIELD = 24;

    private final List<String> names;
    private final List<Node> values;
    private final int size;

    /** Without fields. */
    public OpenDocument() {
        this(0);
    }

    private OpenDocument(int size) {
        this.size = size;
        int fields = Math.clamp(size / USUAL_FIELD, 4, 64);
        names = new ArrayList<>(fields);
        values = new ArrayList<>(fields);
    }

    public static OpenDocument of(BsonDocument document) {
        if (document instanceof RawBsonDocument raw) {
            ByteBuffer bytes = raw.getByteBuffer().asNIO();
            return of(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        }
        byte[] bytes = DriverBytes.of(document);
        return of(bytes, 0, bytes.length);
    }

    static OpenDocument of(byte[] bytes, int offset, int length) {
        OpenDocument document = new OpenDocument(length);
        BsonCursor cursor = new BsonCursor();
        cursor.open(bytes, offset, length);
        while (cursor.next()) {
            document.names.add(NameTexts.of(cursor));
            document.values.add(Slice.of(cursor));
        }
        return document;
    }

    public int size() {
        return names.size();
    }

    public String name(int field) {
        return names.get(field);
    }

    /** Number of the first field of this name, or -1. */
    public int find(String name) {
        return names.indexOf(name);
    }

    /** The value as it is, bytes where nobody has looked at it. */
    public Node value(int field) {
        return values.get(field);
    }

    /** The value, opened where it is a document or an array. */
    public Node opened(int field) {
        Node value = values.get(field);
        if (value instanceof Slice slice) {
            value = slice.opened();
            values.set(field, value);
        }
        return value;
    }

    /** The value of a field that is no document and no array; null where there is none. */
    public @Nullable BsonValue scalar(String name) {
        int field = find(name);
        return field < 0 ? null : scalar(opened(field));
    }

    /** The value of a node; null for documents and arrays. */
    public static @Nullable BsonValue scalar(Node node) {
        return switch (node) {
            case Slice slice -> slice.value();
            case Leaf leaf -> leaf.value();
            case OpenDocument _, OpenArray _ -> null;
        };
    }

    public void set(int field, Node value) {
        if (values.get(field) != value) {
            values.set(field, Slice.renamed(value));
        }
    }

    /** Replaces the value of the first field of this name, or adds the field at the end. */
    public void put(String name, Node value) {
        int field = find(name);
        if (field < 0) {
            names.add(name);
            values.add(Slice.renamed(value));
        } else {
            set(field, value);
        }
    }

    /** Gives a field another name; others that have this name already are gone. */
    public void rename(int field, String name) {
        names.set(field, name);
        values.set(field, Slice.renamed(values.get(field)));
        for (int other = names.size() - 1; other >= 0; other--) {
            if (other != field && names.get(other).equals(name)) {
                removeAt(other);
            }
        }
    }

    public void removeAt(int field) {
        names.remove(field);
        values.remove(field);
    }

    @Override
    public byte type() {
        return TypeByte.DOCUMENT;
    }

    @Override
    public void write(ByteOutput out) {
        int start = out.start();
        int field = 0;
        while (field < names.size()) {
            Node value = values.get(field);
            if (value instanceof Slice slice && slice.isWhole()) {
                field = slice.writeWhole(values, field, out);
            } else {
                out.int8(value.type());
                out.name(names.get(field++));
                value.write(out);
            }
        }
        out.end(start);
    }

    /** The document as bytes. */
    public RawBsonDocument bytes() {
        ByteOutput out = new ByteOutput(size + ROOM);
        write(out);
        return new RawBsonDocument(out.bytes(), 0, out.length());
    }
}
