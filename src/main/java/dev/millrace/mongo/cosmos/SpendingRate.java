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

    double perSecond(double nowSeconds) {
        turn(nowSeconds);
        double elapsed = nowSeconds - begun;
        return Math.max(before, elapsed < SHORTEST ? 0 : units / elapsed);
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
