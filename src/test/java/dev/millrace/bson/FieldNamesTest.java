package dev.millrace.bson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldNamesTest {

    private static final List<String> ODD = List.of(
            "", "_id", "a.b", "$x", "größe", "\uD83D\uDE00", "exactly8", "a name of 16 by.", "aLongNameOfThreeWords");

    @Test
    void findsEachNameWhateverIsExpected() {
        FieldNames names = new FieldNames(ODD);

        for (int expected = -1; expected <= ODD.size(); expected++) {
            for (int number = 0; number < ODD.size(); number++) {
                assertThat(find(names, expected, ODD.get(number))).isEqualTo(number);
            }
        }
    }

    @Test
    void knowsNoOtherName() {
        FieldNames names = new FieldNames(ODD);

        for (String other :
                List.of("_i", "_idx", "id", "\0", "exactly9", "aLongNameOfThreeWordz", "aLongNameOfThreeWord")) {
            assertThat(find(names, 1, other)).as(other).isEqualTo(FieldNames.UNKNOWN);
        }
        assertThat(find(new FieldNames(List.of()), 0, "")).isEqualTo(FieldNames.UNKNOWN);
    }

    @Test
    void findsAmongThousandsThatDifferInTheMiddle() {
        List<String> many = IntStream.range(0, 5_000)
                .mapToObj("measurement_%05d_temperature"::formatted)
                .toList();
        FieldNames names = new FieldNames(many);

        for (int number = 0; number < many.size(); number++) {
            assertThat(find(names, 0, many.get(number))).isEqualTo(number);
        }
    }

    @Test
    void findsTheFirstDotOfANameWhereverItIs() {
        for (int length = 1; length <= 20; length++) {
            assertDot("n".repeat(length), -1);
            for (int dot = 0; dot < length; dot++) {
                assertDot("n".repeat(dot) + "." + "n".repeat(length - dot - 1), dot);
                assertDot("n".repeat(dot) + ".".repeat(length - dot), dot);
            }
        }
        assertDot("/-\u00AE", -1);
    }

    /** Behind the name comes a value full of dots, or the end of the array. */
    private static void assertDot(String name, int dot) {
        for (String value : List.of("\"........\"", "null")) {
            byte[] document = Bson.of("{\"" + name + "\": " + value + "}");
            BsonCursor cursor = new BsonCursor();
            cursor.open(document, 0, document.length);
            cursor.next();
            assertThat(cursor.dotInName()).as(name).isEqualTo(dot);
        }
    }

    @Test
    void findsTheElementsOfADocument() {
        byte[] document = Bson.of("{\"_id\": 1, \"other\": 2, \"exactly8\": 3, \"a.b\": 4}");
        FieldNames names = new FieldNames(ODD);
        BsonCursor cursor = new BsonCursor();
        cursor.open(document, 0, document.length);

        List<Integer> found = new ArrayList<>();
        int expected = 0;
        while (cursor.next()) {
            int number = names.find(expected, cursor);
            found.add(number);
            expected = number + 1;
        }

        assertThat(found).containsExactly(1, FieldNames.UNKNOWN, 6, 2);
    }

    @Test
    void refusesANameGivenTwice() {
        assertThatThrownBy(() -> new FieldNames(List.of("a", "b", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the name 'a' is given twice");
    }

    /** A name may end where the array ends, or have other bytes around it. */
    private static int find(FieldNames names, int expected, String name) {
        byte[] bytes = name.getBytes(UTF_8);
        byte[] noise = new byte[bytes.length + 20];
        new Random(bytes.length).nextBytes(noise);
        System.arraycopy(bytes, 0, noise, 5, bytes.length);
        int amongNoise = names.find(expected, noise, 5, bytes.length);
        int atTheEnd = names.find(expected, Arrays.copyOf(noise, 5 + bytes.length), 5, bytes.length);
        assertThat(atTheEnd).isEqualTo(amongNoise);
        return amongNoise;
    }

    /** Where they shared places, a search for one would go through the others. */
    @Test
    void namesThatEndDifferentlyDoNotShareAPlace() {
        long places = IntStream.range(0, 1_000)
                .map(number -> {
                    byte[] name = "measurement_%03d".formatted(number).getBytes(UTF_8);
                    return FieldNames.hash(FieldNames.start(name, 0, name.length), name, 0, name.length) & 2_047;
                })
                .distinct()
                .count();

        assertThat(places).isGreaterThan(600);
    }
}
