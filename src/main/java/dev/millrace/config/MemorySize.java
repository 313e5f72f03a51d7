package dev.millrace.config;

import dev.millrace.model.MillraceException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as `512MB`, `1.5 GiB` or `67108864`. K, M and G are powers of 1024 with or without the i. */
public record MemorySize(long bytes) {

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGT]?)(?:I?B)?");

    public static MemorySize parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw MillraceException.usage("'" + text + "' is not a size", "write a size as 512MB or 2GB");
        }
        int power = " KMGT"
                .indexOf(matcher.group(2).isEmpty() ? ' ' : matcher.group(2).charAt(0));
        return new MemorySize((long) (Double.parseDouble(matcher.group(1)) * (1L << (10 * power))));
    }

    public static MemorySize ofMebibytes(long mebibytes) {
        return new MemorySize(mebibytes << 20);
    }

    /** At most four digits and a unit: `1.5 GB`, `64 MB`. */
    @Override
    public String toString() {
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        String number = value == Math.rint(value) || value >= 100
                ? String.valueOf(Math.round(value))
                : String.format(Locale.ROOT, "%.1f", value);
        return number + " " + units[unit];
    }
}
