package dev.millrace.sink.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Where two forms of one document differ, in one sentence; the values only where they are asked for. */
public final class DifferingPlaces {

    private static final int MOST = 20;
    private static final int LONGEST_VALUE = 200;

    private final boolean values;
    private final String target;
    private final List<String> places = new ArrayList<>();

    /**
     * @param values whether values are shown
     * @param target what the other form is in, as in `lost in the table`
     */
    public DifferingPlaces(boolean values, String target) {
        this.values = values;
        this.target = target;
    }

    /** A place that needs no values, or has none to show. */
    public void add(String place) {
        places.add(place);
    }

    /** A place with two values, which are asked for only where they are shown. */
    public void add(String place, Supplier<String> source, Supplier<String> there) {
        // What nobody will be told of need not be made a text of.
        boolean shown = values && places.size() < MOST;
        places.add(
                shown
                        ? place + " (" + cut(source.get()) + " in the source, " + cut(there.get()) + " in " + target
                                + ")"
                        : place);
    }

    private static String cut(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }

    /** Empty where everything is the same. */
    public String text() {
        if (places.isEmpty()) {
            return "";
        }
        String more = places.size() > MOST ? " and " + (places.size() - MOST) + " more" : "";
        return "differs in " + places.stream().limit(MOST).collect(Collectors.joining(", ")) + more;
    }
}
