package dev.millrace.bson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTextsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "_id", "quantity", "quantities", "straße", "名前", "🚗 with a longer name", "a.b.c"})
    void isTheTextOfTheName(String name) {
        assertThat(text(name)).isEqualTo(name);
        assertThat(text(name)).isEqualTo(name);
    }

    @Test
    void isMadeOnce() {
        assertThat(text("orderedAt")).isSameAs(text("orderedAt"));
    }

    @Test
    void namesThatBeginAlikeAreToldApart() {
        assertThat(IntStream.range(0, 20_000).mapToObj(number -> text("address_line_" + number)))
                .containsExactlyElementsOf(IntStream.range(0, 20_000)
                        .mapToObj(number -> "address_line_" + number)
                        .toList());
    }

    @Test
    void aLongNameIsNotKept() {
        String name = "n".repeat(10_000);

        assertThat(text(name)).isEqualTo(name).isNotSameAs(text(name));
    }

    @Test
    void whatIsNoUtf8HasReplacementCharacters() {
        assertThat(NameTexts.of(new byte[] {'a', (byte) 0xFF, 'b'}, 0, 3)).isEqualTo("a\uFFFDb");
    }

    /** As it stands in the middle of other bytes. */
    private static String text(String name) {
        byte[] bytes = ("xy" + name + "\0zzzzzzzz").getBytes(StandardCharsets.UTF_8);
        return NameTexts.of(bytes, 2, name.getBytes(StandardCharsets.UTF_8).length);
    }
}
