package dev.millrace.transform;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.edit.OpenDocument;
import dev.millrace.bson.edit.QuickEdits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** One of an event's documents: bytes until somebody changes it. Not thread-safe. */
final class Part {

    private @Nullable BsonDocument bytes;
    private @Nullable OpenDocument open;

    /** Whether the open document is no longer what the bytes say. */
    private boolean stale;

    private boolean touched;

    Part(@Nullable BsonDocument bytes) {
        this.bytes = bytes;
    }

    boolean isPresent() {
        return bytes != null;
    }

    /** Whether it is still what it was at first. */
    boolean isTouched() {
        return touched;
    }

    /** The document open for change, to be followed by {@link #changed} where it was changed; the part is present. */
    OpenDocument open() {
        OpenDocument document = open;
        if (document == null) {
            document = OpenDocument.of(Objects.requireNonNull(bytes, "the event has no such document"));
            open = document;
        }
        return document;
    }

    /** Does edits at once where it is bytes. Where it says no, nothing was done, and they are to be done one by one. */
    @SuppressWarnings("ReferenceEquality") // The same object says that nothing changed; the bytes need not be compared.
    boolean editedAtOnce(@Nullable QuickEdits edits) {
        if (edits == null || open != null || !(bytes instanceof RawBsonDocument raw)) {
            return false;
        }
        RawBsonDocument edited = edits.apply(raw);
        touched |= edited != null && edited != raw;
        bytes = edited == null ? raw : edited;
        return edited != null;
    }

    void changed(boolean isChanged) {
        stale |= isChanged;
        touched |= isChanged;
    }

    /** As it is now; null where there is none. */
    @Nullable
    BsonDocument bytes() {
        if (stale) {
            bytes = open().bytes();
            stale = false;
        }
        return bytes;
    }

    /** As {@link #bytes} for a part that is present. */
    RawBsonDocument raw() {
        BsonDocument document = Objects.requireNonNull(bytes(), "the event has no such document");
        return document instanceof RawBsonDocument raw
                ? raw
                : OpenDocument.of(document).bytes();
    }

    /** Goes back to bytes that it had before. */
    void restore(@Nullable BsonDocument earlier, boolean wasTouched) {
        bytes = earlier;
        open = null;
        stale = false;
        touched = wasTouched;
    }

    /** The value of a field at the top; null where there is none, or it is a document or an array. */
    @Nullable
    BsonValue scalar(String name) {
        if (open != null || !(bytes instanceof RawBsonDocument raw)) {
            return open().scalar(name);
        }
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer source = raw.getByteBuffer().asNIO();
        BsonCursor cursor = new BsonCursor();
        cursor.open(source.array(), source.arrayOffset() + source.position(), source.remaining());
        while (cursor.next()) {
            int from = cursor.nameOffset();
            if (Arrays.equals(cursor.bytes(), from, from + cursor.nameLength(), wanted, 0, wanted.length)) {
                return open().scalar(name);
            }
        }
        return null;
    }

    /** Whether it can be that an edit with these roots changes something. */
    boolean hasAny(Roots roots, BsonCursor cursor) {
        return open != null || !(bytes instanceof RawBsonDocument raw) || roots.anyIn(raw, cursor);
    }
}
