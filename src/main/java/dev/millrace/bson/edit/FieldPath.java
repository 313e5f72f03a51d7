package dev.millrace.bson.edit;

import java.util.ArrayList;
import java.util.List;

/**
 * Where fields are in documents: names between dots. A path leads through arrays, into each of their elements; a number
 * means the field of that name and the element of that index; `*` means any field of a document and any element of an
 * array. Dots in the name of a field itself are taken for steps too, as nobody can tell one from the other in the
 * description of an update: `a` also leads to a field whose name is `a.b`, and `a.b` does.
 */
public final class FieldPath {

    public static final String ANY = "*";

    private final String text;
    private final List<String> names;

    /** The same again, as fast as it goes: they are asked for at every field of every document. */
    private final String[] steps;

    private final boolean[] any;

    /** Of each name its index, or -1. */
    private final int[] indexes;

    private FieldPath(String text, List<String> names) {
        this.text = text;
        this.names = List.copyOf(names);
        steps = names.toArray(String[]::new);
        any = new boolean[steps.length];
        for (int i = 0; i < steps.length; i++) {
            any[i] = steps[i].equals(ANY);
        }
        indexes = names.stream().mapToInt(FieldPath::index).toArray();
    }

    /** @throws IllegalArgumentException that says what is wrong with it */
    public static FieldPath parse(String text) {
        List<String> names = List.of(text.split("\\.", -1));
        if (names.contains("")) {
            throw new IllegalArgumentException("is '" + text + "'; write the names of fields with dots between them");
        }
        return new FieldPath(text, names);
    }

    /** The path of a field beside this one. */
    public FieldPath sibling(String name) {
        List<String> other = new ArrayList<>(names);
        other.set(other.size() - 1, name);
        return new FieldPath(String.join(".", other), other);
    }

    int length() {
        return steps.length;
    }

    String name(int step) {
        return steps[step];
    }

    boolean isAny(int step) {
        return any[step];
    }

    /** The name as the index of an array's element, or -1. */
    int index(int step) {
        return indexes[step];
    }

    public String last() {
        return names.getLast();
    }

    public List<String> names() {
        return names;
    }

    /** Names of fields from a step to another, as the name of one field. */
    String joined(int from, int to) {
        return String.join(".", names.subList(from, to));
    }

    /**
     * What a field at the top of a document has to be called, up to a dot, if the path leads anywhere there; nothing where
     * any name will do.
     */
    public List<String> roots() {
        return isAny(0) ? List.of() : List.of(name(0));
    }

    /** The digits as a number, or -1 where the text is none. */
    static int index(String name) {
        if (name.isEmpty() || name.length() > 9) {
            return -1;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldPath path && path.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
