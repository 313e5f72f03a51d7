package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.BsonTypeByte;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * A vehicle identification number, `$vin`: manufacturer, random description, check digit, model year, plant, serial
 * number (ISO 3779; check digit and year code of 49 CFR 565.15).
 */
final class VinValue implements Value {

    static final int LENGTH = 17;

    private static final int CHECK_PLACE = 8;
    private static final byte[] ALPHABET = ascii("ABCDEFGHJKLMNPRSTUVWXYZ0123456789");
    private static final byte[] YEARS = ascii("ABCDEFGHJKLMNPRSTVWXY123456789");
    private static final byte[] VALUES = new byte[128];
    private static final int[] FACTORS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

    static {
        byte[] letters = ascii("ABCDEFGHJKLMNPRSTUVWXYZ");
        byte[] values = ascii("12345678123457923456789");
        for (int i = 0; i < letters.length; i++) {
            VALUES[letters[i]] = (byte) (values[i] - '0');
        }
        for (int i = '0'; i <= '9'; i++) {
            VALUES[i] = (byte) (i - '0');
        }
    }

    private final byte[][] manufacturers;
    private final NumberSource by;
    private final NumberSource modelYear;

    private VinValue(byte[][] manufacturers, NumberSource by, NumberSource modelYear) {
        this.manufacturers = manufacturers;
        this.by = by;
        this.modelYear = modelYear;
    }

    /** From options `manufacturers` (codes of three letters), `by` (which of them) and `modelYear`. */
    static VinValue of(Spec spec, Slots slots) {
        Map<String, Spec> options = spec.options(Set.of("manufacturers", "by", "modelYear"));
        Spec codes = options.get("manufacturers");
        Spec by = options.get("by");
        Spec year = options.get("modelYear");
        if (codes == null || by == null || year == null) {
            throw spec.wrong("needs the options 'manufacturers', 'by' and 'modelYear'");
        }
        byte[][] manufacturers =
                codes.list().stream().map(code -> ascii(code.text())).toArray(byte[][]::new);
        for (byte[] code : manufacturers) {
            if (code.length != 3) {
                throw spec.wrong("needs manufacturers' codes of three letters");
            }
        }
        return new VinValue(
                manufacturers, Expression.parse(spec, by.text(), slots), Expression.parse(spec, year.text(), slots));
    }

    @Override
    public void write(Row row, byte[] name) {
        BsonAppender out = row.out;
        out.element(BsonTypeByte.STRING, name);
        out.int32(LENGTH + 1);
        int start = out.length();
        out.raw(manufacturers[Math.clamp(by.next(row), 0, manufacturers.length - 1)]);
        long random = row.random.next() >>> 1;
        for (int i = 0; i < 5; i++) {
            out.int8(ALPHABET[(int) (random % ALPHABET.length)]);
            random /= ALPHABET.length;
        }
        out.int8('0');
        out.int8(YEARS[(int) Math.floorMod(modelYear.next(row) - 1980, (long) YEARS.length)]);
        out.int8('A' + (int) (random % 8));
        NumberText.digits(random / 8 % 1_000_000, 6, out);
        out.int8(0);
        out.bytes()[start + CHECK_PLACE] = checkDigit(out.bytes(), start);
    }

    /** What belongs in the ninth place of the number that starts here, whatever stands there now. */
    static byte checkDigit(byte[] bytes, int start) {
        int sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += VALUES[bytes[start + i]] * FACTORS[i];
        }
        int digit = sum % 11;
        return (byte) (digit == 10 ? 'X' : '0' + digit);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
