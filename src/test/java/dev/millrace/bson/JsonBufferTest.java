package dev.millrace.bson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.MillraceException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBufferTest {

    private final JsonBuffer out = new JsonBuffer(0);

    /** Whatever stands behind the text in its array, and also where nothing does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "1234567",
                "12345678",
                "123456789",
                "exactly sixteen!",
                "ends in é",
                "é",
                "水",
                "12345水78"
            })
    void copiesPlainText(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        for (byte[] source : new byte[][] {bytes, Arrays.copyOf(bytes, bytes.length + 9)}) {
            out.clear();
            out.string(source, 0, bytes.length);
            assertThat(out).hasToString("\"" + text + "\"");
        }
    }

    @Test
    void escapesEachControlCharacterWhereverItStands() {
        for (int place = 0; place < 20; place++) {
            for (char c = 0; c < 0x80; c++) {
                String text = "x".repeat(place) + c + "y".repeat(20 - place);
                out.clear();

                out.string(text);

                assertThat(out).hasToString("\"" + text.replace(String.valueOf(c), escaped(c)) + "\"");
            }
        }
    }

    @Test
    void growsUnderTextThatIsAllEscapes() {
        String text = "\u0001".repeat(10_000) + "\"".repeat(10_000);

        out.string(text);

        assertThat(out).hasToString("\"" + "\\u0001".repeat(10_000) + "\\\"".repeat(10_000) + "\"");
    }

    @Test
    void putsCommasBetweenMembersAndElementsOnly() {
        out.startObject();
        out.name("{");
        out.startArray();
        out.element();
        out.string("[");
        out.element();
        out.startObject();
        out.endObject();
        out.endArray();
        out.name("b");
        out.integer(1);
        out.endObject();

        assertThat(out).hasToString("{\"{\": [\"[\", {}], \"b\": 1}");
    }

    @Test
    void forgetsWhatWasWrittenSinceALength() {
        out.integer(12);
        int before = out.length();
        out.string("gone");

        out.truncate(before);

        assertThat(out).hasToString("12");
        assertThatThrownBy(() -> out.truncate(3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsThePositionOfBadTextFromItsStart() {
        byte[] source = {'x', 'x', 'a', 'b', (byte) 0xFF};

        assertThatThrownBy(() -> out.string(source, 2, 3))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("at byte 2:");
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c < 0x20 ? "\\u%04x".formatted((int) c) : String.valueOf(c);
        };
    }
}
