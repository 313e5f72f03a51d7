package dev.millrace.state.file;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The outside of a journal line: eight hexadecimal digits of the CRC32C of what follows them and a space, the entry,
 * a newline. The checksum tells a line that a dying machine left half on the disk from a whole one.
 */
final class JournalLine {

    private static final int PREFIX = 9;

    private JournalLine() {}

    static byte[] bytes(String entry) {
        byte[] body = entry.getBytes(StandardCharsets.UTF_8);
        byte[] line = new byte[PREFIX + body.length + 1];
        byte[] digits = HexFormat.of().toHexDigits(crc(body, 0, body.length), 8).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, line, 0, digits.length);
        line[PREFIX - 1] = ' ';
        System.arraycopy(body, 0, line, PREFIX, body.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /** The entry in the scanner's current line; null where the line is not one that was written whole. */
    static @Nullable String entry(LineScanner line) {
        int length = line.length() - PREFIX;
        if (length < 1 || line.bytes()[line.from() + PREFIX - 1] != ' ') {
            return null;
        }
        String digits = new String(line.bytes(), line.from(), PREFIX - 1, StandardCharsets.US_ASCII);
        int start = line.from() + PREFIX;
        if (!digits.equals(HexFormat.of().toHexDigits(crc(line.bytes(), start, length), 8))) {
            return null;
        }
        return new String(line.bytes(), start, length, StandardCharsets.UTF_8);
    }

    private static long crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return crc.getValue();
    }
}
