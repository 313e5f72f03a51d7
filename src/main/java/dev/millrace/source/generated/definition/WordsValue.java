package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.BsonTypeByte;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A text of made-up words, `$words`, that is between `min` and `max` characters long. */
record WordsValue(Distribution length) implements Value {

    private static final int LONGEST = 16 * 1024 * 1024;
    private static final byte[] SYLLABLES =
            "balodimeruskatenofivelarponusigedotramilanokuresta".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_WORD = 9;
    private static final int STARTS = (SYLLABLES.length - LONGEST_WORD) / 2;

    static WordsValue of(Spec spec) {
        Map<String, Spec> options = spec.options(Distribution.OPTIONS);
        return new WordsValue(Distribution.lengths(spec, options, LONGEST));
    }

    @Override
    public void write(Row row, byte[] name) {
        int left = (int) length.next(row.random);
        BsonAppender out = row.out;
        out.element(BsonTypeByte.STRING, name);
        int start = out.begin();
        while (left > 0) {
            long random = row.random.next();
            int word = Math.min(left, 2 + (int) (random >>> 61));
            out.raw(SYLLABLES, 2 * (int) ((random & 0xFFFF) % STARTS), word);
            left -= word;
            // A blank is no good end: it would be lost where ends are trimmed.
            if (left > 1) {
                out.int8(' ');
                left--;
            }
        }
        out.endString(start);
    }
}
