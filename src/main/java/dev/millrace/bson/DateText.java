package dev.millrace.bson;

/** Writes a date as RFC 3339 in UTC; a fraction of a second has three digits, and is left out when it is zero. */
final class DateText {

    /** Midnight of the first day of the year 10000. */
    private static final long END = 253_402_300_800_000L;

    private static final long MILLIS_PER_DAY = 86_400_000;

    private DateText() {}

    /** Whether relaxed Extended JSON writes the date as text: the years 1970 to 9999. */
    static boolean isWritable(long millis) {
        return millis >= 0 && millis < END;
    }

    static void write(long millis, JsonBuffer out) {
        byte[] target = out.ensure(24);
        int day = (int) (millis / MILLIS_PER_DAY);
        int rest = (int) (millis % MILLIS_PER_DAY);
        int at = date(day, target, out.length());
        target[at++] = 'T';
        at = pair(rest / 3_600_000, ':', target, at);
        at = pair(rest / 60_000 % 60, ':', target, at);
        int fraction = rest % 1000;
        at = pair(rest / 1000 % 60, fraction == 0 ? 'Z' : '.', target, at);
        if (fraction != 0) {
            at = Digits.writePadded(fraction, 3, target, at);
            target[at++] = 'Z';
        }
        out.advance(at - out.length());
    }

    /**
     * Howard Hinnant's civil_from_days: counts years from March, so that the leap day is a year's last.
     *
     * @param day days since 1970-01-01
     */
    private static int date(int day, byte[] target, int offset) {
        int shifted = day + 719_468;
        int era = shifted / 146_097;
        int dayOfEra = shifted % 146_097;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        int year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        Digits.writePair(year / 100, target, offset);
        int at = pair(year % 100, '-', target, offset + 2);
        at = pair(month, '-', target, at);
        Digits.writePair(dayOfYear - (153 * marchMonth + 2) / 5 + 1, target, at);
        return at + 2;
    }

    private static int pair(int value, char behind, byte[] target, int offset) {
        Digits.writePair(value, target, offset);
        target[offset + 2] = (byte) behind;
        return offset + 3;
    }
}
