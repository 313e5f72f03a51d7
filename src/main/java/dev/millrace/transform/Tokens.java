package dev.millrace.transform;

import dev.millrace.bson.edit.Scope;
import dev.millrace.bson.edit.ValueChange;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/**
 * Replaces a value by another one of its type and form, always the same for it, drawn by HMAC-SHA-256 of the value.
 *
 * <p>In a string each letter becomes a letter of its case, each digit a digit, and all else stays: `Ann-7@example.com` →
 * `Qwe-2@jhdfsla.pue`; one without letters and digits becomes 16 hex digits. Numbers keep sign, number of digits and
 * decimal places; a date becomes a day from 1970 to 2099, with a time of day if it had one; ObjectIds, UUIDs and binary
 * data keep their length and subtype. True and false, of which there are too few, become null; rare types become 32 hex
 * digits. Short values can share a token.
 */
record Tokens(Hmac hmac) implements ValueChange {

    private static final long DAY = 86_400_000;
    private static final long DAYS = 47_482;
    private static final byte UUID_SUBTYPE = 4;

    @Override
    public boolean asksScope() {
        return false;
    }

    @Override
    public BsonValue apply(BsonValue value, Scope scope) {
        return switch (value) {
            case BsonNull _, BsonUndefined _ -> value;
            case BsonBoolean _ -> BsonNull.VALUE;
            case BsonString text -> new BsonString(text(text.getValue(), stream(value)));
            case BsonInt32 number -> new BsonInt32((int) whole(number.getValue(), Integer.MAX_VALUE, stream(value)));
            case BsonInt64 number -> new BsonInt64(whole(number.getValue(), Long.MAX_VALUE, stream(value)));
            case BsonDouble number
            when Double.isFinite(number.getValue()) ->
                new BsonDouble(digits(new BigDecimal(Double.toString(number.getValue())), stream(value))
                        .doubleValue());
            case BsonDecimal128 number -> decimal(number, stream(value));
            case BsonDateTime date -> new BsonDateTime(date(date.getValue(), stream(value)));
            case BsonObjectId _ -> new BsonObjectId(new ObjectId(stream(value).bytes(12)));
            case BsonBinary binary -> binary(binary, stream(value));
            default -> new BsonString(HexFormat.of().formatHex(stream(value).bytes(16)));
        };
    }

    private Stream stream(BsonValue value) {
        return new Stream(hmac, Hashing.bytes(value));
    }

    private static String text(String text, Stream stream) {
        StringBuilder token = new StringBuilder(text.length());
        boolean replaced = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (Character.isDigit(point)) {
                token.append((char) ('0' + stream.below(10)));
            } else if (Character.isLetter(point)) {
                token.append((char) ((Character.isUpperCase(point) ? 'A' : 'a') + stream.below(26)));
            } else {
                token.appendCodePoint(point);
                continue;
            }
            replaced = true;
        }
        return replaced || text.isEmpty() ? token.toString() : HexFormat.of().formatHex(stream.bytes(8));
    }

    /** A number of the same sign and as many digits. */
    private static long whole(long number, long most, Stream stream) {
        int digits = BigInteger.valueOf(number).abs().toString().length();
        BigInteger least = digits == 1 ? BigInteger.ZERO : BigInteger.TEN.pow(digits - 1);
        BigInteger end = BigInteger.TEN.pow(digits).min(BigInteger.valueOf(most));
        long token = least.add(new BigInteger(1, stream.bytes(16)).mod(end.subtract(least)))
                .longValueExact();
        return number < 0 ? -token : token;
    }

    private static BigDecimal digits(BigDecimal number, Stream stream) {
        int digits = number.unscaledValue().abs().toString().length();
        StringBuilder token = new StringBuilder(digits);
        token.append((char) (digits == 1 ? '0' + stream.below(10) : '1' + stream.below(9)));
        while (token.length() < digits) {
            token.append((char) ('0' + stream.below(10)));
        }
        BigDecimal made = new BigDecimal(new BigInteger(token.toString()), number.scale());
        return number.signum() < 0 ? made.negate() : made;
    }

    private static BsonValue decimal(BsonDecimal128 number, Stream stream) {
        Decimal128 value = number.getValue();
        if (!value.isFinite()) {
            return BsonNull.VALUE;
        }
        try {
            return new BsonDecimal128(new Decimal128(digits(value.bigDecimalValue(), stream)));
        } catch (ArithmeticException e) {
            // Minus zero, which a BigDecimal cannot be.
            return new BsonDecimal128(new Decimal128(digits(BigDecimal.ZERO, stream)));
        }
    }

    private static long date(long millis, Stream stream) {
        long day = ByteBuffer.wrap(stream.bytes(8)).getLong() >>> 1;
        long time = ByteBuffer.wrap(stream.bytes(8)).getLong() >>> 1;
        return day % DAYS * DAY + (Math.floorMod(millis, DAY) == 0 ? 0 : time % DAY);
    }

    private static BsonBinary binary(BsonBinary binary, Stream stream) {
        byte[] token = stream.bytes(binary.getData().length);
        if (binary.getType() == UUID_SUBTYPE && token.length == 16) {
            // RFC 9562: version 4, the variant of that document.
            token[6] = (byte) ((token[6] & 0x0F) | 0x40);
            token[8] = (byte) ((token[8] & 0x3F) | 0x80);
        }
        return new BsonBinary(binary.getType(), token);
    }

    /** As many bytes as are wanted, which follow from a value: the HMACs of the value and a counter. */
    private static final class Stream {

        private final Hmac hmac;
        private final byte[] seed;
        private byte[] block = {};
        private int at;
        private int counter;

        Stream(Hmac hmac, byte[] value) {
            this.hmac = hmac;
            seed = Arrays.copyOf(value, value.length + 4);
        }

        int next() {
            if (at == block.length) {
                ByteBuffer.wrap(seed).putInt(seed.length - 4, counter++);
                block = hmac.of(seed);
                at = 0;
            }
            return block[at++] & 0xFF;
        }

        int below(int limit) {
            return (next() << 8 | next()) % limit;
        }

        byte[] bytes(int count) {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) {
                bytes[i] = (byte) next();
            }
            return bytes;
        }
    }
}
