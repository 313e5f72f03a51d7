package dev.millrace.bson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.MillraceException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /** Names and texts, short and long, in front of other bytes and at their array's end. */
    @Test
    void escapesEachCharacterOfShortTextsWhereverItStands() {
        List<String> odd =
                IntStream.range(0, 0x80).mapToObj(Character::toString).collect(Collectors.toList());
        odd.addAll(List.of("é", "水", "😀"));
        for (int length = 0; length <= 20; length++) {
            for (int place = 0; place <= length; place++) {
                for (String each : odd) {
                    String text = "x".repeat(place) + each + "y".repeat(length - place);
                    String quoted =
                            "\"" + text.replace(each, each.length() == 1 ? escaped(each.charAt(0)) : each) + "\"";
                    byte[] utf8 = text.getBytes(UTF_8);
                    for (int behind : new int[] {0, 7, 16}) {
                        byte[] source = Arrays.copyOf(utf8, utf8.length + behind);
                        Arrays.fill(source, utf8.length, source.length, (byte) '"');

                        assertThat(member(source, utf8.length, new JsonBuffer(0)))
                                .isEqualTo("{" + quoted + ": " + quoted + ", " + quoted + ": " + quoted + "}");
                    }
                }
            }
        }
    }

    @Test
    void leavesSpacesOutWhereItIsCompact() {
        for (String text : new String[] {"", "a", "12345678", "exactly sixteen!", "more than sixteen"}) {
            byte[] source = Arrays.copyOf(text.getBytes(UTF_8), 40);
            JsonBuffer compact = new JsonBuffer(0, true, new Nuls(NulPolicy.KEEP));

            assertThat(member(source, text.length(), compact))
                    .isEqualTo("{'%1$s':'%1$s','%1$s':'%1$s'}".formatted(text).replace('\'', '"'));
        }
    }

    private static String member(byte[] source, int length, JsonBuffer to) {
        to.startObject();
        for (int i = 0; i < 2; i++) {
            to.name(source, 0, length);
            to.string(source, 0, length);
        }
        to.endObject();
        return to.toString();
    }

    @Test
    void growsUnderTextThatIsAllEscapes() {
        String text = "\u0001".repeat(10_000) + "\"".repeat(10_000);

        out.string(text);

        assertThat(out).hasToString("\"" + "\\u0001".repeat(10_000) + "\\\"".repeat(10_000) + "\"");
    }

    /** Whatever is written when there is room for a part of it, or for none. */
    @Test
    void growsWhereverItIsFull() {
        byte[] sixteen = Arrays.copyOf("exactly sixteen!".getBytes(UTF_8), 40);
        Map<String, Consumer<JsonBuffer>> each = new LinkedHashMap<>();
        each.put("2024-02-29T12:30:01Z", to -> DateText.write(1_709_209_801_000L, to));
        each.put("2024-02-29T12:30:01.250Z", to -> DateText.write(1_709_209_801_250L, to));
        each.put("9223372036854775807", to -> to.integer(Long.MAX_VALUE));
        each.put("-9223372036854775808", to -> to.integer(Long.MIN_VALUE));
        each.put("92233720368.54775807", to -> price(to, Long.MAX_VALUE, 8));
        each.put("1.2", to -> price(to, 12, 1));
        each.put("true", to -> to.piece(new JsonPiece("true")));
        each.put("{\"$numberDecimal\": ", to -> to.piece(new JsonPiece("{\"$numberDecimal\": ")));
        each.put("00ff65", to -> BinaryText.hex(new byte[] {0, -1, 'e'}, 0, 3, false, to));
        each.put("\"exactly sixteen!\"", to -> to.string(sixteen, 0, 16));
        each.put(", \"exactly sixteen!\": ", to -> to.name(sixteen, 0, 16));

        for (int full = 1; full <= 140; full++) {
            String before = "x".repeat(full);
            for (Map.Entry<String, Consumer<JsonBuffer>> entry : each.entrySet()) {
                JsonBuffer fresh = new JsonBuffer(0);
                fresh.raw(before.getBytes(UTF_8));
                entry.getValue().accept(fresh);
                assertThat(fresh).hasToString(before + entry.getKey());
            }
        }
    }

    private static void price(JsonBuffer to, long digits, int places) {
        DecimalText.write((6176L - places) << 49, digits, to);
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
