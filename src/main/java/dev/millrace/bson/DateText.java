package dev.millrace.bson;

/** Writes a date as RFC 3339 in UTC; a fraction of a second has three digits, and is left out when it is zero. */
final class DateText {

    /** Midnight of the first day of the year 10000. */
    private static final long END = 253_402_300_800_000L;

    /** Bytes without a fraction, and with one. */
    private static final int SHORTEST = 20;

    private static final int LONGEST = 24;

    private static final long MILLIS_PER_DAY = 86_400_000;

    private DateText() {}

    /** Whether relaxed Extended JSON writes the date as text: the years 1970 to 9999. */
    static boolean isWritable(long millis) {
        return millis >= 0 && millis < END;
    }

    static void write(long millis, JsonBuffer out) {
        byte[] target = out.ensure(LONGEST + 1);
        int at = out.length();
        int day = (int) (millis / MILLIS_PER_DAY);
        int rest = (int) (millis - day * MILLIS_PER_DAY);
        date(day, target, at);
        int seconds = rest / 1000;
        int minutes = seconds / 60;
        int hours = minutes / 60;
        int fraction = rest - seconds * 1000;
        Digits.writePair(hours, ':', target, at + 11);
        Digits.writePair(minutes - hours * 60, ':', target, at + 14);
        Digits.writePair(seconds - minutes * 60, fraction == 0 ? 'Z' : '.', target, at + 17);
        if (fraction != 0) {
            target[at + 20] = (byte) ('0' + fraction / 100);
            Digits.writePair(fraction % 100, 'Z', target, at + 21);
        }
        out.advance(fraction == 0 ? SHORTEST : LONGEST);
    }

    /**
     * Writes the date and the T behind it. Howard Hinnant's civil_from_days: counts years from March, so that the leap
     * day is a year's last.
     *
     * @param day days since 1970-01-01
     */
    private static void date(int day, byte[] target, int offset) {
        int shifted = day + 719_468;
        int era = shifted / 146_097;
        int dayOfEra = shifted - era * 146_097;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        int year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        int century = year / 100;
        Digits.writePair(century, target, offset);
        Digits.writePair(year - century * 100, '-', target, offset + 2);
        Digits.writePair(month, '-', target, offset + 5);
        Digits.writePair(dayOfYear - (153 * marchMonth + 2) / 5 + 1, 'T', target, offset + 8);
    }
}
