package dev.millrace.model;

/** Why something failed, as far as it decides what happens next: the exit code, and whether another try makes sense. */
public enum FailureKind {
    /** Wrong option, argument or configuration. */
    USAGE(2),
    /** The other end cannot be reached, or its name or certificate is wrong. */
    CONNECTION(3),
    /** Authentication or privilege. */
    PERMISSION(3),
    /** The database, collection, bucket or file that was asked for is not there. */
    NOT_FOUND(3),
    /** The source or target called it transient; worth another try. */
    TRANSIENT(1),
    /** The change stream's place is no longer, or never was, in the server's history. */
    HISTORY_LOST(1),
    /** The target has no room left: nothing can be written until somebody makes some. */
    NO_SPACE(1),
    /** The data cannot be read or written as it is. */
    DATA(1),
    /** Somebody else wrote where this run writes, or holds its lease. */
    CONFLICT(1),
    /** Anything else. */
    FAILED(1),
    /** More documents were rejected than the run allows. */
    REJECTS(4),
    /** Source and target were compared, and differ. */
    VERIFICATION(5),
    /** Stopped from outside; the run can be resumed. */
    INTERRUPTED(130);

    private final int exitCode;

    FailureKind(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
