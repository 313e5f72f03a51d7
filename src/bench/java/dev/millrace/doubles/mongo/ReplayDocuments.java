package dev.millrace.doubles.mongo;

import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.DocumentGenerator;
import dev.millrace.source.generated.GeneratedCollection;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bson.types.ObjectId;

/**
 * Generated documents as the elements of an array, one behind the other outside the heap: any run of them is the content of
 * a reply as it stands. Their {@code _id}s are ObjectIds that ascend. Immutable once made.
 */
final class ReplayDocuments {

    /** Real replies number their elements from 0; what a client skips is as long here, if not the same. */
    private static final int NUMBERS = 1_000;

    private static final int DOCUMENT = 3;
    private static final int ID_BYTES = 12;
    /** Length of the document, type and name of {@code _id}. */
    private static final int ID_AT = 4 + 1 + 4;

    private final Arena arena = Arena.ofShared();
    private MemorySegment memory;
    private final long[] starts;

    private ReplayDocuments(int count, long bytes) {
        memory = arena.allocate(bytes);
        starts = new long[count + 1];
    }

    static ReplayDocuments of(GeneratedCollection wanted, DocumentGenerator generator) {
        int count = Math.toIntExact(wanted.count());
        BsonAppender out = new BsonAppender();
        long sampled = 0;
        int samples = Math.min(count, 1_000);
        for (int i = 0; i < samples; i++) {
            out.clear();
            generator.write((long) i * count / samples, out);
            sampled += out.length() + 5;
        }
        ReplayDocuments documents = new ReplayDocuments(count, (1 << 20) + sampled * count / samples / 20 * 21);
        for (int i = 0; i < count; i++) {
            out.clear();
            generator.write(i, out);
            documents.add(i, out);
        }
        return documents;
    }

    private void add(int index, BsonAppender document) {
        byte[] name = (index % NUMBERS + "\0").getBytes(StandardCharsets.US_ASCII);
        long start = starts[index];
        long end = start + 1 + name.length + document.length();
        if (end > memory.byteSize()) {
            MemorySegment larger = arena.allocate(memory.byteSize() / 2 * 3 + end - start);
            MemorySegment.copy(memory, 0, larger, 0, start);
            memory = larger;
        }
        memory.set(ValueLayout.JAVA_BYTE, start, (byte) DOCUMENT);
        MemorySegment.copy(name, 0, memory, ValueLayout.JAVA_BYTE, start + 1, name.length);
        MemorySegment.copy(
                document.bytes(), 0, memory, ValueLayout.JAVA_BYTE, start + 1 + name.length, document.length());
        starts[index + 1] = end;
        if (index > 0 && id(index - 1).compareTo(id(index)) >= 0) {
            throw new IllegalStateException("the _ids do not ascend at " + index);
        }
    }

    int count() {
        return starts.length - 1;
    }

    /** Of the documents alone. */
    long bytes() {
        long names = 0;
        for (int i = 0; i < count(); i++) {
            names += documentStart(i) - starts[i];
        }
        return starts[count()] - names;
    }

    /** The elements of some documents, {@code to} not included; always at most 2 GB. */
    ByteBuffer elements(int from, int to) {
        return memory.asSlice(starts[from], starts[to] - starts[from]).asByteBuffer();
    }

    ByteBuffer elements(int index) {
        return elements(index, index + 1);
    }

    /** The end of the most documents from a first one that are no larger than so many bytes, but for one at least. */
    int within(int from, int to, long most) {
        int found = Arrays.binarySearch(starts, from, to + 1, starts[from] + most);
        int end = found >= 0 ? found : -found - 2;
        return Math.min(to, Math.max(from + 1, end));
    }

    ObjectId id(int index) {
        byte[] bytes = new byte[ID_BYTES];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, documentStart(index) + ID_AT, bytes, 0, ID_BYTES);
        return new ObjectId(bytes);
    }

    /** The first document whose {@code _id} is not below; the number of documents where there is none. */
    int notBelow(ObjectId id) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (id(middle).compareTo(id) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long documentStart(int index) {
        return starts[index] + 2 + Integer.toString(index % NUMBERS).length();
    }
}
