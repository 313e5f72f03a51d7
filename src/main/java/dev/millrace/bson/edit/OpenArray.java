package dev.millrace.bson.edit;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.TypeByte;
import java.util.ArrayList;
import java.util.List;

/** An array open for change. Not thread-safe. */
public final class OpenArray implements Node {

    private final List<Node> elements = new ArrayList<>();

    static OpenArray of(byte[] bytes, int offset, int length) {
        OpenArray array = new OpenArray();
        BsonCursor cursor = new BsonCursor();
        cursor.openValue(TypeByte.ARRAY, bytes, offset, length);
        cursor.enter();
        while (cursor.next()) {
            array.elements.add(Slice.of(cursor));
        }
        return array;
    }

    public int size() {
        return elements.size();
    }

    /** The element, opened where it is a document or an array. */
    public Node opened(int index) {
        Node element = elements.get(index);
        if (element instanceof Slice slice) {
            element = slice.opened();
            elements.set(index, element);
        }
        return element;
    }

    public void set(int index, Node element) {
        elements.set(index, element);
    }

    public void removeAt(int index) {
        elements.remove(index);
    }

    @Override
    public byte type() {
        return TypeByte.ARRAY;
    }

    @Override
    public void write(ByteOutput out) {
        int start = out.start();
        for (int i = 0; i < elements.size(); i++) {
            out.int8(elements.get(i).type());
            out.index(i);
            elements.get(i).write(out);
        }
        out.end(start);
    }
}
