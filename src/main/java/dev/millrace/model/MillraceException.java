package dev.millrace.model;

import org.jspecify.annotations.Nullable;

/** A failure that the user is told of: the problem and its place in the message, the remedy as a hint. */
public final class MillraceException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final FailureKind kind;
    private final String hint;

    public MillraceException(FailureKind kind, String problem, String hint, @Nullable Throwable cause) {
        super(problem, cause);
        this.kind = kind;
        this.hint = hint;
    }

    public MillraceException(FailureKind kind, String problem, String hint) {
        this(kind, problem, hint, null);
    }

    public static MillraceException usage(String problem, String hint) {
        return new MillraceException(FailureKind.USAGE, problem, hint);
    }

    /** To be thrown after the interrupt flag has been restored. */
    public static MillraceException interrupted(String what) {
        return new MillraceException(
                FailureKind.INTERRUPTED, what + " was interrupted", "run the same command again to resume");
    }

    public FailureKind kind() {
        return kind;
    }

    /** What to do about it, in one sentence; may be empty. */
    public String hint() {
        return hint;
    }

    /** The problem as a sentence. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
