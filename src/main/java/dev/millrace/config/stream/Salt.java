package dev.millrace.config.stream;

/** A secret that hashes and tokens are made with; never told by its own text. */
public record Salt(String secret) {

    @Override
    public String toString() {
        return "…";
    }
}
