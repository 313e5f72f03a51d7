package dev.millrace.mongo.cosmos;

/** Units spent in each second, by the last one or two of them. Used under its owner's lock. */
final class SpendingRate {

    private static final double SHORTEST = 0.25;

    private double begun;
    private double units;
    private double before;

    SpendingRate(double nowSeconds) {
        begun = nowSeconds;
    }

    void add(double more, double nowSeconds) {
        turn(nowSeconds);
        units += more;
    }

    /** Zero as long as there is too little to tell it from. */
    double perSecond(double nowSeconds) {
        turn(nowSeconds);
        double elapsed = nowSeconds - begun;
        if (elapsed < SHORTEST && before == 0) {
            return 0;
        }
        // The second before may have been one of waiting: what was spent just now counts, however short the time.
        return Math.max(before, units / Math.max(elapsed, SHORTEST));
    }

    private void turn(double nowSeconds) {
        double elapsed = nowSeconds - begun;
        if (elapsed >= 1) {
            before = units / elapsed;
            units = 0;
            begun = nowSeconds;
        }
    }
}
