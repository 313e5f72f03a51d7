package dev.millrace.bson.edit;

import java.util.ArrayList;
import java.util.List;

/** The name of a field that is the whole path to it: `items.0.price`. */
record DottedName(String text, List<String> names) {

    static DottedName of(String text) {
        return new DottedName(text, List.of(text.split("\\.", -1)));
    }

    /** Whether a path that goes on with a step can have to do with a name, told from its beginning alone. */
    static boolean begins(String text, FieldPath path, int step) {
        if (path.isAny(step)) {
            return true;
        }
        String first = path.name(step);
        int length = first.length();
        return text.length() == length
                ? text.equals(first)
                : text.length() > length && text.charAt(length) == '.' && text.startsWith(first);
    }

    /** The same with another name at one place. */
    String with(int place, String name) {
        List<String> other = new ArrayList<>(names);
        other.set(place, name);
        return String.join(".", other);
    }

    /**
     * How many names lead to the path's end, where this lies at its end or below it; -1 where it does not. Numbers may be
     * indexes, which paths leave out; too much is taken for one rather than too little.
     */
    int endOf(FieldPath path, int step) {
        return end(path, 0, step);
    }

    private int end(FieldPath path, int at, int step) {
        if (step == path.length()) {
            return at;
        }
        if (at == names.size()) {
            return -1;
        }
        if (fits(path, at, step)) {
            int end = end(path, at + 1, step + 1);
            if (end >= 0) {
                return end;
            }
        }
        return isIndex(at) ? end(path, at + 1, step) : -1;
    }

    /** The steps at which a path goes on inside the value of this field; none where it does not lead through it. */
    List<Integer> restsOf(FieldPath path, int step) {
        List<Integer> rests = new ArrayList<>();
        rests(path, 0, step, rests);
        return rests;
    }

    private void rests(FieldPath path, int at, int step, List<Integer> rests) {
        if (step == path.length()) {
            return;
        }
        if (at == names.size()) {
            rests.add(step);
            return;
        }
        if (fits(path, at, step)) {
            rests(path, at + 1, step + 1, rests);
        }
        if (isIndex(at)) {
            rests(path, at + 1, step, rests);
        }
    }

    private boolean fits(FieldPath path, int at, int step) {
        return path.isAny(step) || path.name(step).equals(names.get(at));
    }

    private boolean isIndex(int at) {
        return at > 0 && FieldPath.index(names.get(at)) >= 0;
    }
}
