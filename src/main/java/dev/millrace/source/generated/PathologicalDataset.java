package dev.millrace.source.generated;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Documents as one hopes never to meet: `_id`s of every type, odd and duplicated field names, nesting of up to
 * {@value #DEEPEST} levels, large documents, a field that changes its type at 40 % of the collection, NUL in strings.
 */
final class PathologicalDataset implements Dataset {

    /** What drivers accept; a server itself stores 100 levels at most. */
    static final int DEEPEST = 200;

    /** Every so many documents one is large; a prime, so that every kind of `_id` meets it. */
    static final int LARGE_EVERY = 997;

    private static final int DEEP_EVERY = 13;
    private static final byte[] KIND = BsonAppender.name("kind");
    private static final byte[] CHANGING = BsonAppender.name("changing");
    private static final byte[] TEXT = BsonAppender.name("text");
    private static final byte[] DEEP = BsonAppender.name("n");
    private static final byte[] FILL = BsonAppender.name("fill");
    private static final byte[] DUPLICATE = BsonAppender.name("twice");
    private static final List<byte[]> ODD_NAMES = List.of(
                    "",
                    " ",
                    ".",
                    "a.b",
                    "a..b",
                    ".a",
                    "a.",
                    "$",
                    "$set",
                    "$a.b",
                    "😀",
                    "näme",
                    "with \"quotes\"",
                    "with 'quotes'",
                    "back\\slash",
                    "new\nline",
                    "tab\t",
                    "\u0001",
                    "\u007f",
                    "\u202e",
                    "_rest",
                    "__proto__",
                    "select",
                    "; drop table x; --",
                    "Case",
                    "case",
                    "CASE",
                    "0",
                    "-1",
                    "null",
                    "NaN",
                    "n".repeat(1000))
            .stream()
            .map(BsonAppender::name)
            .toList();

    private static final List<byte[]> TEXTS = List.of(
                    "",
                    "plain",
                    "a\0b",
                    "\0",
                    "\0\0end",
                    "grüße 水 😀",
                    "line\nbreak\r\n",
                    "\"quoted\"",
                    "\\N",
                    "{\"$oid\": 1}",
                    "é",
                    "e\u0301",
                    "\ufeffBOM",
                    "\u2028",
                    "tab\tseparated",
                    "x".repeat(3000))
            .stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();

    private final int maxDocumentBytes;

    PathologicalDataset(int maxDocumentBytes) {
        this.maxDocumentBytes = maxDocumentBytes;
    }

    @Override
    public DocumentGenerator generator(long seed, long count) {
        RandomStream random = new RandomStream();
        return (index, out) -> {
            random.restart(seed, index);
            write(index, count, random, out);
        };
    }

    static boolean isLarge(long index) {
        return index % LARGE_EVERY == 500;
    }

    private void write(long index, long count, RandomStream random, BsonAppender out) {
        int start = out.begin();
        OddIds.write(index, out);
        out.element(BsonTypeByte.INT32, KIND);
        out.int32((int) (index % 1000));
        changing(index, count, out);
        out.string(TEXT, TEXTS.get((int) (index % TEXTS.size())));
        oddNames(random, out);
        if (index % DEEP_EVERY == 0) {
            nest(2 + (int) random.below(DEEPEST - 1), out);
        }
        if (isLarge(index)) {
            fill(start, out);
        }
        out.end(start);
    }

    /** A number before 40 % of the collection, a text from there on. */
    private static void changing(long index, long count, BsonAppender out) {
        if (index < count * 0.4) {
            out.element(BsonTypeByte.INT32, CHANGING);
            out.int32((int) index);
        } else {
            out.string(CHANGING, Long.toString(index).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void oddNames(RandomStream random, BsonAppender out) {
        int names = (int) random.below(5);
        int first = (int) random.below(ODD_NAMES.size());
        for (int i = 0; i < names; i++) {
            out.element(BsonTypeByte.INT32, ODD_NAMES.get((first + i) % ODD_NAMES.size()));
            out.int32(i);
        }
        if (random.below(8) == 0) {
            out.element(BsonTypeByte.INT32, DUPLICATE);
            out.int32(1);
            out.string(DUPLICATE, TEXTS.get(1));
        }
    }

    /** Documents and arrays in each other; the document itself is the first level. */
    private static void nest(int levels, BsonAppender out) {
        int[] starts = new int[levels - 1];
        for (int i = 0; i < starts.length; i++) {
            boolean array = i % 5 == 4;
            boolean inArray = i % 5 == 0 && i > 0;
            out.element(array ? BsonTypeByte.ARRAY : BsonTypeByte.DOCUMENT, inArray ? OddIds.ZERO : DEEP);
            starts[i] = out.begin();
        }
        for (int i = starts.length - 1; i >= 0; i--) {
            out.end(starts[i]);
        }
    }

    /** Makes the document exactly as large as it may be. */
    private void fill(int start, BsonAppender out) {
        int overhead = 1 + FILL.length + 4 + 1 + 1;
        int length = maxDocumentBytes - (out.length() - start) - overhead;
        if (length >= 0) {
            out.element(BsonTypeByte.STRING, FILL);
            int string = out.begin();
            out.fill('x', length);
            out.endString(string);
        }
    }
}
