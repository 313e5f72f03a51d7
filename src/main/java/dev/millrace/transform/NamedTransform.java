package dev.millrace.transform;

/**
 * A transform of one's own, which the configuration names: `- custom: NAME`. As a CDI bean it is found by itself.
 *
 * <p>It is handed all that the event tells of a document and answers for all of it: `document`, `before`, `description`
 * and `key`. What it hides in one of them is to be hidden in the others.
 */
public interface NamedTransform extends Transform {

    /** As the configuration writes it; no two have the same. */
    String name();
}
