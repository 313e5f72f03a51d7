package dev.millrace.bson.edit;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.FieldNames;
import dev.millrace.bson.NameTexts;
import dev.millrace.bson.TypeByte;
import java.util.Arrays;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One walk over a document that writes it anew: what no edit wants is copied in long stretches. Whatever could make a
 * difference to doing the edits one after the other ends it as not sure. Used once.
 */
final class EditPass implements Scope {

    private static final int ROOM = 128;

    private final EditTree root;
    private final byte[] source;
    private final int origin;
    private final int length;
    private final BsonCursor cursor = new BsonCursor();

    /** Null as long as nothing has changed. */
    private @Nullable ByteOutput out;

    /** Up to here the source is written, or left out for good. */
    private int copied;

    private boolean sure = true;

    /** What is done in the container at hand. */
    private EditTree tree;

    /** A bit for each name of the tree that a field of the container had, which has another one now. */
    private long renamed;

    EditPass(EditTree root, byte[] source, int offset, int length) {
        this.root = root;
        this.source = source;
        this.length = length;
        origin = offset;
        copied = offset;
        tree = root;
    }

    /** @return whether anything changed; says nothing where the pass is not sure */
    boolean walk() {
        cursor.open(source, origin, length);
        boolean changed = fields();
        if (changed && sure) {
            end(0, origin + length);
        }
        return changed;
    }

    boolean isSure() {
        return sure;
    }

    RawBsonDocument written() {
        ByteOutput written = out();
        return new RawBsonDocument(written.bytes(), 0, written.length());
    }

    private boolean fields() {
        boolean changed = false;
        int expected = 0;
        while (sure && cursor.next()) {
            int number = tree.find(expected, cursor);
            if (number == FieldNames.UNKNOWN) {
                // A name with a dot may be a path that an edit means.
                sure = cursor.dotInName() < 0;
            } else {
                expected = number + 1;
                changed |= field(number);
            }
        }
        return changed;
    }

    private boolean field(int number) {
        PathAction action = tree.action(number);
        if (action != null) {
            return action.pass(this, number);
        }
        EditTree below = tree.below(number);
        if (below != null) {
            return inside(below);
        }
        // Another field gets this name, which drives out this one.
        sure = false;
        return false;
    }

    private boolean elements() {
        boolean changed = false;
        EditTree each = tree;
        for (int index = 0; sure && cursor.next(); index++) {
            // An array that is opened gets its indexes anew.
            sure = isNamed(index);
            changed |= inside(each);
        }
        return changed;
    }

    private boolean isNamed(int index) {
        int at = cursor.nameOffset();
        return index < 10
                ? cursor.nameLength() == 1 && source[at] == '0' + index
                : Integer.toString(index).equals(NameTexts.of(cursor));
    }

    /** Goes into the value that the cursor stands on, if there is anything inside. */
    private boolean inside(EditTree below) {
        byte type = cursor.type();
        if (type != TypeByte.DOCUMENT && type != TypeByte.ARRAY) {
            return false;
        }
        EditTree outer = tree;
        long renamedOutside = renamed;
        tree = below;
        renamed = 0;
        int end = cursor.valueOffset() + cursor.valueLength();
        int start = (out == null ? copied - origin : out.length()) + cursor.valueOffset() - copied;
        cursor.enter();
        boolean changed = type == TypeByte.ARRAY ? elements() : fields();
        if (sure) {
            cursor.leave();
            if (changed) {
                end(start, end);
            }
        }
        tree = outer;
        renamed = renamedOutside;
        return changed;
    }

    /** Copies the rest of a container and corrects its length. */
    private void end(int start, int end) {
        ByteOutput to = copyUpTo(end);
        to.length(start, to.length() - start);
    }

    /** The value that the cursor stands on, opened. */
    Node value() {
        return Slice.of(cursor).opened();
    }

    void remove() {
        copyUpTo(cursor.nameOffset() - 1);
        copied = cursor.valueOffset() + cursor.valueLength();
    }

    void replace(Node value) {
        ByteOutput to = copyUpTo(cursor.nameOffset() - 1);
        to.int8(value.type());
        to.raw(source, cursor.nameOffset(), cursor.nameLength() + 1);
        value.write(to);
        copied = cursor.valueOffset() + cursor.valueLength();
    }

    /** Gives the field the name that the tree has for it; a second one of the same name would drive it out. */
    void rename(int number) {
        sure = (renamed >>> number & 1) == 0;
        renamed |= 1L << number;
        byte[] name = tree.newName(number);
        ByteOutput to = copyUpTo(cursor.nameOffset());
        to.raw(name, 0, name.length);
        copied = cursor.nameOffset() + cursor.nameLength();
    }

    /** As the document was before the edits: what an edit may have changed until then is not told. */
    @Override
    public @Nullable BsonValue value(FieldPath path) {
        if (root.touches(path)) {
            sure = false;
            return null;
        }
        return path.length() == 1
                ? top(ByteOutput.utf8(path.name(0)))
                : Lookup.scalar(OpenDocument.of(source, origin, length), path);
    }

    private @Nullable BsonValue top(byte[] name) {
        BsonCursor field = new BsonCursor();
        field.open(source, origin, length);
        while (field.next()) {
            int at = field.nameOffset();
            if (Arrays.equals(source, at, at + field.nameLength(), name, 0, name.length)) {
                return OpenDocument.scalar(Slice.of(field).opened());
            }
        }
        return null;
    }

    private ByteOutput copyUpTo(int end) {
        ByteOutput to = out();
        to.raw(source, copied, end - copied);
        copied = end;
        return to;
    }

    private ByteOutput out() {
        ByteOutput to = out;
        if (to == null) {
            to = new ByteOutput(length + ROOM);
            out = to;
        }
        return to;
    }
}
