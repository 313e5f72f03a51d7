package dev.millrace.bson;

/** Counts NUL characters in text, and says what to do with them. Not safe for use by two threads at once. */
public final class Nuls {

    private static final byte[] ESCAPED = Digits.ascii("\\u0000");
    private static final byte[] NOTHING = {};
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    private final NulPolicy policy;
    private long found;

    public Nuls(NulPolicy policy) {
        this.policy = policy;
    }

    public NulPolicy policy() {
        return policy;
    }

    /** How many were found so far. */
    public long found() {
        return found;
    }

    public void add(long more) {
        found += more;
    }

    /** Goes back to an earlier count, as what was written since then is taken back. */
    public void reset(long earlier) {
        found = earlier;
    }

    /** What stands for a NUL in plain text under {@link NulPolicy#REMOVE} and {@link NulPolicy#REPLACE}, as UTF-8. */
    public byte[] replacement() {
        return policy == NulPolicy.REPLACE ? REPLACEMENT : NOTHING;
    }

    /** What stands for a NUL inside a JSON string, as UTF-8 of at most six bytes. */
    byte[] inJson() {
        return policy == NulPolicy.KEEP || policy == NulPolicy.REJECT ? ESCAPED : replacement();
    }
}
