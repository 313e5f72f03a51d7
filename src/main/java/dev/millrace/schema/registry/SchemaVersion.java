package dev.millrace.schema.registry;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The version of a document: `3`, `1.2` or `v2`. `v2`, `2` and `2.0` are the same; 10 is newer than 9. */
public final class SchemaVersion implements Comparable<SchemaVersion> {

    private static final Pattern FORM = Pattern.compile("v?\\d{1,9}(\\.\\d{1,9}){0,3}");

    private final String text;
    private final List<Integer> numbers;

    private SchemaVersion(String text) {
        this.text = text;
        List<Integer> all = Arrays.stream(
                        text.substring(text.startsWith("v") ? 1 : 0).split("\\."))
                .map(Integer::valueOf)
                .toList();
        int size = all.size();
        while (size > 1 && all.get(size - 1) == 0) {
            size--;
        }
        numbers = List.copyOf(all.subList(0, size));
    }

    /** @throws IllegalArgumentException that says what is wrong with it */
    public static SchemaVersion parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("is '" + text + "', which is no version: write 3, 1.2 or v2");
        }
        return new SchemaVersion(text);
    }

    /** What a document says of its version; null where that is no version. */
    public static @Nullable SchemaVersion of(BsonValue value) {
        String text =
                switch (value) {
                    case BsonString string -> string.getValue();
                    case BsonInt32 number -> Integer.toString(number.getValue());
                    case BsonInt64 number -> Long.toString(number.getValue());
                    case BsonDouble number
                    when Double.isFinite(number.getValue()) ->
                        new BigDecimal(Double.toString(number.getValue())).toPlainString();
                    default -> "";
                };
        return FORM.matcher(text).matches() ? new SchemaVersion(text) : null;
    }

    /** This version in the type in which another was told; a text where that type has no number for it. */
    public BsonValue like(@Nullable BsonValue other) {
        boolean number = numbers.size() == 1 && !(other instanceof BsonString);
        if (number && other instanceof BsonInt64) {
            return new BsonInt64(numbers.getFirst());
        }
        if (number && other instanceof BsonDouble) {
            return new BsonDouble(numbers.getFirst());
        }
        return number ? new BsonInt32(numbers.getFirst()) : new BsonString(text);
    }

    @Override
    public int compareTo(SchemaVersion other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            int mine = i < numbers.size() ? numbers.get(i) : 0;
            int theirs = i < other.numbers.size() ? other.numbers.get(i) : 0;
            if (mine != theirs) {
                return Integer.compare(mine, theirs);
            }
        }
        return 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SchemaVersion version && version.numbers.equals(numbers);
    }

    @Override
    public int hashCode() {
        return numbers.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
