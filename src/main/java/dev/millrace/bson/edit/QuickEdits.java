package dev.millrace.bson.edit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Some edits in one walk over a document's bytes, which is not opened. It does what they do one after the other, or nothing
 * where that cannot be told. (Only what the elements of an array are called, which means nothing, may stay as it came where the
 * others would have put it right.) Safe for use by many threads.
 */
public final class QuickEdits {

    private final EditTree tree;
    private final boolean asksScope;

    private QuickEdits(EditTree tree, boolean asksScope) {
        this.tree = tree;
        this.asksScope = asksScope;
    }

    /** Null where these edits have to be done one after the other, whatever the document. */
    public static @Nullable QuickEdits of(List<Edit> edits) {
        List<PathEdit> all = new ArrayList<>();
        boolean asksScope = false;
        for (Edit edit : edits) {
            if (!(edit instanceof PathEdit paths)) {
                return null;
            }
            all.add(paths);
            asksScope |= paths.action().asksScope();
        }
        EditTree tree = EditTree.of(all);
        return tree == null ? null : new QuickEdits(tree, asksScope);
    }

    /** Whether one of them may look at other fields than those it changes. */
    public boolean asksScope() {
        return asksScope;
    }

    /** The document after the edits, the same object where none changed it; null where they are to be done one by one. */
    public @Nullable RawBsonDocument apply(RawBsonDocument document) {
        ByteBuffer bytes = document.getByteBuffer().asNIO();
        EditPass pass = new EditPass(tree, bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        boolean changed = pass.walk();
        if (!pass.isSure()) {
            return null;
        }
        return changed ? pass.written() : document;
    }
}
