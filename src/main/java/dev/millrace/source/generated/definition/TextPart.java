package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import java.nio.charset.StandardCharsets;

/** A piece of a text. Immutable. */
interface TextPart {

    void append(Row row);

    /** Always the same. */
    final class Literal implements TextPart {

        private final byte[] utf8;

        Literal(String text) {
            utf8 = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void append(Row row) {
            row.out.raw(utf8);
        }
    }

    /** One of a list. */
    record Draw(Pool pool, Distribution choice) implements TextPart {
        @Override
        public void append(Row row) {
            row.out.raw(pool.utf8((int) choice.next(row.random)));
        }
    }

    /** The text of an earlier field of this document, perhaps with small letters for A to Z. */
    record Copy(int slot, boolean lower) implements TextPart {
        @Override
        public void append(Row row) {
            BsonAppender out = row.out;
            int length = row.textLengths[slot];
            out.ensure(length);
            int start = out.length();
            out.raw(out.bytes(), row.textStarts[slot], length);
            for (int i = start; lower && i < start + length; i++) {
                byte character = out.bytes()[i];
                out.bytes()[i] = character >= 'A' && character <= 'Z' ? (byte) (character + 32) : character;
            }
        }
    }

    /** A number in digits, with zeros before it up to a width. */
    record Digits(NumberSource source, int width) implements TextPart {
        @Override
        public void append(Row row) {
            long value = source.next(row);
            BsonAppender out = row.out;
            if (source.scale() == 0 && value >= 0) {
                NumberText.digits(value, width, out);
            } else {
                out.raw(NumberText.decimal(value, source.scale()).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /** Random characters of an alphabet. */
    final class Characters implements TextPart {

        private final byte[] alphabet;
        private final int count;

        Characters(String alphabet, int count) {
            this.alphabet = alphabet.getBytes(StandardCharsets.US_ASCII);
            this.count = count;
        }

        @Override
        public void append(Row row) {
            int start = row.out.length();
            row.out.fill(0, count);
            byte[] bytes = row.out.bytes();
            long fraction = 0;
            for (int i = 0; i < count; i++) {
                // 32 random bits are good for five characters: each takes what the multiplication carries over.
                fraction = (i % 5 == 0 ? row.random.next() >>> 32 : fraction & 0xFFFF_FFFFL) * alphabet.length;
                bytes[start + i] = alphabet[(int) (fraction >>> 32)];
            }
        }
    }
}
