package dev.millrace.transform;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.FieldNames;
import dev.millrace.bson.edit.Edit;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** The names without which none of some edits changes a document: one look at its bytes spares opening it. */
final class Roots {

    /** Null where a document of any names may be changed. */
    private final @Nullable FieldNames names;

    Roots(List<Edit> edits) {
        Set<String> all = new LinkedHashSet<>();
        boolean any = false;
        for (Edit edit : edits) {
            any |= edit.roots().isEmpty();
            all.addAll(edit.roots());
        }
        names = any ? null : new FieldNames(List.copyOf(all));
    }

    /**
     * Whether one of the names is at the top of a document, or begins the dotted name of a field there.
     *
     * @param cursor to look with, opened anew
     */
    boolean anyIn(RawBsonDocument document, BsonCursor cursor) {
        if (names == null) {
            return true;
        }
        ByteBuffer bytes = document.getByteBuffer().asNIO();
        cursor.open(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        while (cursor.next()) {
            if (isRoot(names, cursor)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRoot(FieldNames names, BsonCursor field) {
        if (names.find(0, field) != FieldNames.UNKNOWN) {
            return true;
        }
        int dot = field.dotInName();
        return dot >= 0 && names.find(0, field.bytes(), field.nameOffset(), dot) != FieldNames.UNKNOWN;
    }
}
