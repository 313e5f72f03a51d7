package dev.millrace.model;

/**
 * What a check found.
 *
 * @param subject what was looked at: `source`, `bucket`, `clock`
 * @param detail  what was seen, in a few words
 * @param remedy  what to do about it; empty where nothing is to be done
 */
public record Finding(String subject, Verdict verdict, String detail, String remedy) {

    /** How it looks. */
    public enum Verdict {
        GOOD,
        /** Works, but somebody should know. */
        DOUBTFUL,
        BAD
    }

    public static Finding good(String subject, String detail) {
        return new Finding(subject, Verdict.GOOD, detail, "");
    }

    public static Finding doubtful(String subject, String detail, String remedy) {
        return new Finding(subject, Verdict.DOUBTFUL, detail, remedy);
    }

    public static Finding bad(String subject, String detail, String remedy) {
        return new Finding(subject, Verdict.BAD, detail, remedy);
    }

    public static Finding bad(String subject, MillraceException e) {
        return bad(subject, e.problem(), e.hint());
    }
}
