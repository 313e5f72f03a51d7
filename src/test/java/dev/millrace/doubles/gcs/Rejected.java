package dev.millrace.doubles.gcs;

/** A request that the service answers with an error. */
final class Rejected extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final int code;

    Rejected(int code, String message) {
        super(message);
        this.code = code;
    }

    int code() {
        return code;
    }
}
