package dev.millrace.bson.edit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paths that begin alike, as a tree: what comes next, and whether a path ends here. Not changed once it is built. */
final class Branch {

    private final Map<String, Branch> next = new HashMap<>();
    private boolean end;

    static Branch of(List<FieldPath> paths) {
        Branch root = new Branch();
        for (FieldPath path : paths) {
            Branch at = root;
            for (String name : path.names()) {
                at = at.next.computeIfAbsent(name, _ -> new Branch());
            }
            at.end = true;
        }
        return root;
    }

    /** Whether a path ends at one of these, which means everything below. */
    static boolean isEnd(List<Branch> branches) {
        for (Branch each : branches) {
            if (each.end) {
                return true;
            }
        }
        return false;
    }

    /** Where a field leads, whose name may be a path with indexes in it. */
    static List<Branch> field(List<Branch> from, String name) {
        if (name.indexOf('.') < 0) {
            return step(from, name);
        }
        List<Branch> at = from;
        boolean first = true;
        for (String each : name.split("\\.", -1)) {
            at = first || FieldPath.index(each) < 0 ? step(at, each) : element(at, each);
            if (isEnd(at)) {
                return at;
            }
            first = false;
        }
        return at;
    }

    /** Where an element of an array leads: its index, or the name of a field in it, may come next. */
    static List<Branch> element(List<Branch> from, String index) {
        List<Branch> at = new ArrayList<>(step(from, index));
        at.addAll(from);
        return at;
    }

    private static List<Branch> step(List<Branch> from, String name) {
        List<Branch> at = new ArrayList<>(from.size());
        for (Branch each : from) {
            add(at, each.next.get(name));
            add(at, each.next.get(FieldPath.ANY));
        }
        return at;
    }

    private static void add(List<Branch> to, @Nullable Branch branch) {
        if (branch != null) {
            to.add(branch);
        }
    }
}
