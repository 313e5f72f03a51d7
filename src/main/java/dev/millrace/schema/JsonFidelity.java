package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.LittleEndian;
import dev.millrace.bson.TypeByte;
import dev.millrace.bson.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tells whether canonical Extended JSON gives a value back as it is. It does not where the text would be read as another
 * value: a document with a field such as `$oid` or `$numberInt`, which the format has no escape for; a document with
 * the same name twice, of which readers keep one; a string or name that is not UTF-8.
 *
 * <p>The names of an array's elements are taken to be 0, 1, 2 …, whatever they are.
 */
final class JsonFidelity {

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

    /** Names of the documents around the cursor, by depth. */
    private final List<NameCounts> names = new ArrayList<>();

    /** Whether the value that a cursor stands on comes back; the cursor does not move. */
    boolean holds(BsonCursor element) {
        cursor.openValue(element.type(), element.bytes(), element.valueOffset(), element.valueLength());
        if (!isText(cursor)) {
            return false;
        }
        enterIfNested();
        while (cursor.depth() > 0) {
            if (!cursor.next()) {
                cursor.leave();
            } else if ((cursor.container() != TypeByte.ARRAY && !isPlainName()) || !isText(cursor)) {
                return false;
            } else {
                enterIfNested();
            }
        }
        return true;
    }

    private void enterIfNested() {
        switch (cursor.type()) {
            case TypeByte.DOCUMENT, TypeByte.ARRAY, TypeByte.CODE_WITH_SCOPE -> {
                cursor.enter();
                if (names.size() < cursor.depth()) {
                    names.add(new NameCounts());
                }
                names.get(cursor.depth() - 1).clear(cursor.bytes());
            }
            default -> {}
        }
    }

    private boolean isPlainName() {
        byte[] bytes = cursor.bytes();
        int offset = cursor.nameOffset();
        int length = cursor.nameLength();
        if (length > 0
                && bytes[offset] == '$'
                && TYPE_WRAPPERS.contains(new String(bytes, offset, length, StandardCharsets.ISO_8859_1))) {
            return false;
        }
        return Utf8.firstInvalid(bytes, offset, length) < 0
                && names.get(cursor.depth() - 1).add(offset, length) == 1;
    }

    /** Whether the text in a value, if there is any, is UTF-8. */
    private static boolean isText(BsonCursor value) {
        byte[] bytes = value.bytes();
        int offset = value.valueOffset();
        return switch (value.type()) {
            case TypeByte.STRING, TypeByte.CODE, TypeByte.SYMBOL ->
                Utf8.firstInvalid(bytes, value.textOffset(), value.textLength()) < 0;
            case TypeByte.REGEX -> Utf8.firstInvalid(bytes, offset, value.valueLength()) < 0;
            case TypeByte.DB_POINTER -> Utf8.firstInvalid(bytes, offset + 4, LittleEndian.int32(bytes, offset) - 1) < 0;
            case TypeByte.CODE_WITH_SCOPE ->
                Utf8.firstInvalid(bytes, offset + 8, LittleEndian.int32(bytes, offset + 4) - 1) < 0;
            default -> true;
        };
    }
}
