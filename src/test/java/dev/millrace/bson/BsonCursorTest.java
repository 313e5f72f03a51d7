package dev.millrace.bson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BsonCursorTest {

    private final BsonCursor cursor = new BsonCursor();

    static List<byte[]> everyType() {
        return Bson.everyType();
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void meetsWhatTheDriverMeets(byte[] document) {
        assertThat(Steps.byCursor(document, cursor)).isEqualTo(Steps.byDriver(document));
    }

    @Test
    void stepsOverWhatIsNotEntered() {
        open("{\"a\": {\"b\": [1, 2]}, \"c\": 3}");

        assertThat(names()).containsExactly("a", "c");
        assertThat(cursor.int32()).isEqualTo(3);
    }

    @Test
    void leavesBeforeAllElementsAreVisited() {
        open("{\"a\": {\"b\": 1, \"c\": {\"d\": 2}}, \"e\": 3}");
        cursor.next();
        cursor.enter();
        cursor.next();

        cursor.leave();

        assertThat(names()).containsExactly("e");
    }

    @Test
    void keepsNamesThatAreEmptyDottedDuplicatedOrEmoji() {
        open("{\"\": 1, \"a.b\": 2, \"$x\": 3, \"\uD83D\uDE00\": 4, \"a.b\": 5}");

        assertThat(names()).containsExactly("", "a.b", "$x", "\uD83D\uDE00", "a.b");
    }

    @Test
    void readsADocumentInTheMiddleOfABatch() {
        DocumentBatch batch = new DocumentBatch(16);
        for (int i = 0; i < 3; i++) {
            byte[] document = Bson.of("{\"i\": " + i + "}");
            batch.add(document, 0, document.length);
        }

        cursor.open(batch, 1);

        assertThat(names()).containsExactly("i");
        assertThat(cursor.int32()).isEqualTo(1);
    }

    @Test
    void endsAtOnceBeforeItIsOpened() {
        assertThat(cursor.next()).isFalse();
        assertThatThrownBy(cursor::leave).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesToEnterAScalar() {
        open("{\"a\": 1}");
        cursor.next();

        assertThatThrownBy(cursor::enter).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void walksAHundredThousandLevels() {
        int levels = 100_000;

        cursor.open(nested(levels), 0, 8 * levels + 5);

        int deepest = 0;
        while (cursor.depth() > 0) {
            if (cursor.next()) {
                cursor.enter();
                deepest = Math.max(deepest, cursor.depth());
            } else {
                cursor.leave();
            }
        }
        assertThat(deepest).isEqualTo(levels + 1);
    }

    /** Name, the document in hexadecimal digits, the position of the fault. */
    @ParameterizedTest
    @CsvSource({
        "length below 5,                    0400000000,                                  0",
        "negative length,                   ffffffff00,                                  0",
        "length beyond the bytes,           0600000000,                                  0",
        "length short of the bytes,         050000000000,                                0",
        "no zero byte at the end,           0500000001,                                  4",
        "zero byte too early,               0700000000 0000,                             4",
        "name without an end,               0800000010 6161 00,                          4",
        "name that swallows the end,        070000000a 61 00,                            4",
        "unknown type,                      0800000014 6100 00,                          7",
        "type with the high bit,            0800000081 6100 00,                          7",
        "int32 cut off,                     0a00000010 6100 0100 00,                     7",
        "string of length 0,                0d00000002 6100 00000000 00 00,              7",
        "string of negative length,         0d00000002 6100 ffffffff 00 00,              7",
        "string of huge length,             0d00000002 6100 ffffff7f 00 00,              7",
        "string without its zero byte,      0d00000002 6100 01000000 61 00,              11",
        "boolean 2,                         0900000008 6100 02 00,                       7",
        "document of length 4,              0d00000003 6100 04000000 00 00,              7",
        "document over the end,             0d00000003 6100 06000000 00 00,              7",
        "binary of negative length,         0d00000005 6100 ffffffff 00 00,              7",
        "binary over the end,               0d00000005 6100 01000000 00 00,              7",
        "subtype 2 of 3 bytes,              1000000005 6100 03000000 02 000000 00,       7",
        "subtype 2 with a wrong length,     1100000005 6100 04000000 02 01000000 00,     7",
        "regex without options,             0a0000000b 6100 6100 00,                     7",
        "pointer without id,                0e0000000c 6100 02000000 6100 00,            13",
        "scope shorter than its value, 18000000 0f 6100 10000000 01000000 00 05000000 00 00 00 00, 7",
    })
    void saysWhereBytesStopBeingBson(String fault, String digits, int position) {
        byte[] document = Bson.hex(digits);

        assertThatThrownBy(() -> Steps.byCursor(document, cursor))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.DATA);
                    assertThat(e).hasMessageStartingWith("corrupt BSON at byte " + position + ":");
                });
    }

    /** A document in a document in a document …, each under the name "". */
    static byte[] nested(int levels) {
        // Type byte, name's zero byte, length, …, zero byte: 7 a level; a name of one byte makes 8.
        int length = 8 * levels + 5;
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        for (int level = 0; level < levels; level++) {
            bytes.putInt(length - 8 * level)
                    .put(TypeByte.DOCUMENT)
                    .put((byte) 'd')
                    .put((byte) 0);
        }
        bytes.putInt(5);
        return bytes.array();
    }

    private void open(String json) {
        byte[] document = Bson.of(json);
        cursor.open(document, 0, document.length);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        while (cursor.next()) {
            names.add(new String(cursor.bytes(), cursor.nameOffset(), cursor.nameLength(), UTF_8));
        }
        return names;
    }
}
