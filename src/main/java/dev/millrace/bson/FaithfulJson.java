package dev.millrace.bson;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Writes a value as Extended JSON if reading the text gives the value back, in one walk over it. It does not where the
 * text would be read as another value: a document with a field such as `$oid` or `$numberInt`, which the format has no
 * escape for; a document with the same name twice, of which readers keep one; a string or name that is not UTF-8.
 *
 * <p>Canonical text is that of {@link ExtendedJson}. Relaxed text is meant for readers that keep numbers as decimals,
 * with their places: there an int32 or int64 is a number without a point, a double one with a point and without an
 * exponent, and a double that cannot be written so (-0, NaN, infinities, from 10^15 on, below 10^-3) is canonical.
 *
 * <p>The names of an array's elements are taken to be 0, 1, 2 …, whatever they are. Reused, and not shared between threads.
 */
public final class FaithfulJson {

    /** Names that make a reader take a document for a typed value. Source: the specification extended-json, v2 and v1. */
    private static final Set<String> TYPE_WRAPPERS = Set.of(
            "$oid",
            "$symbol",
            "$numberInt",
            "$numberLong",
            "$numberDouble",
            "$numberDecimal",
            "$binary",
            "$uuid",
            "$code",
            "$scope",
            "$timestamp",
            "$regularExpression",
            "$regex",
            "$dbPointer",
            "$date",
            "$minKey",
            "$maxKey",
            "$undefined");

    private final BsonCursor cursor = new BsonCursor();
    private final ScalarJson scalars;

    /** Names of the documents around the cursor, by depth. */
    private DistinctNames[] names = {};

    public FaithfulJson(JsonMode mode) {
        scalars = new ScalarJson(mode, mode == JsonMode.RELAXED);
    }

    /**
     * Writes the value that a cursor stands on; the cursor does not move.
     *
     * @return false, with nothing written, where the text would not give it back; the value itself is then sound BSON
     * @throws MillraceException of kind DATA where it is not BSON, with nothing written
     */
    public boolean write(BsonCursor element, JsonBuffer out) {
        int before = out.length();
        long nuls = out.nuls().found();
        boolean faithful = false;
        try {
            open(element);
            faithful = walk(out);
        } catch (MillraceException e) {
            if (e.kind() != FailureKind.DATA) {
                throw e;
            }
            // Text that is not UTF-8, or no BSON: the walk that follows throws for the latter.
        } finally {
            if (!faithful) {
                out.truncate(before);
                out.nuls().reset(nuls);
            }
        }
        if (!faithful) {
            requireSound(element);
        }
        return faithful;
    }

    private void open(BsonCursor element) {
        cursor.openValue(element.type(), element.bytes(), element.valueOffset(), element.valueLength());
    }

    private boolean walk(JsonBuffer out) {
        value(out);
        while (cursor.depth() > 0) {
            if (!cursor.next()) {
                end(out);
                continue;
            }
            if (cursor.container() == TypeByte.ARRAY) {
                out.element();
            } else {
                int offset = cursor.nameOffset();
                int length = cursor.nameLength();
                if (!names[cursor.depth() - 1].add(offset, length) || isWrapper(offset, length)) {
                    return false;
                }
                out.name(cursor.bytes(), offset, length, cursor.origin());
            }
            value(out);
        }
        return true;
    }

    private boolean isWrapper(int offset, int length) {
        byte[] bytes = cursor.bytes();
        return length > 0
                && bytes[offset] == '$'
                && TYPE_WRAPPERS.contains(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
    }

    private void value(JsonBuffer out) {
        switch (cursor.type()) {
            case TypeByte.DOCUMENT -> {
                out.startObject();
                enter();
            }
            case TypeByte.ARRAY -> {
                out.startArray();
                cursor.enter();
            }
            case TypeByte.CODE_WITH_SCOPE -> {
                scalars.code(cursor, out);
                out.piece(ScalarJson.SCOPE);
                out.startObject();
                enter();
            }
            default -> scalars.write(cursor, out);
        }
    }

    private void enter() {
        cursor.enter();
        int depth = cursor.depth();
        if (names.length < depth) {
            int known = names.length;
            names = Arrays.copyOf(names, Math.max(8, depth * 2));
            for (int i = known; i < names.length; i++) {
                names[i] = new DistinctNames();
            }
        }
        names[depth - 1].clear(cursor.bytes());
    }

    private void end(JsonBuffer out) {
        switch (cursor.container()) {
            case TypeByte.ARRAY -> out.endArray();
            case TypeByte.CODE_WITH_SCOPE -> {
                out.endObject();
                out.endObject();
            }
            default -> out.endObject();
        }
        cursor.leave();
    }

    private void requireSound(BsonCursor element) {
        open(element);
        boolean more = true;
        while (more) {
            switch (cursor.type()) {
                case TypeByte.DOCUMENT, TypeByte.ARRAY, TypeByte.CODE_WITH_SCOPE -> cursor.enter();
                default -> {}
            }
            while (cursor.depth() > 0 && !cursor.next()) {
                cursor.leave();
            }
            more = cursor.depth() > 0;
        }
    }
}
