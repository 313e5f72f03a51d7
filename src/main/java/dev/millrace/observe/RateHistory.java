package dev.millrace.observe;

/** Events a second over the last minutes, one number a second. Safe for use by many threads. */
public final class RateHistory {

    private final double[] ring;
    private long lastTotal;
    private long lastNanos;
    private long seconds;

    /** @param length seconds that are remembered */
    public RateHistory(int length, long nowNanos) {
        this.ring = new double[length];
        this.lastNanos = nowNanos;
    }

    /**
     * Told about once a second; what comes late counts for all the seconds since.
     *
     * @param total events up to now
     */
    public synchronized void add(long total, long nowNanos) {
        long elapsed = nowNanos - lastNanos;
        if (elapsed <= 0) {
            return;
        }
        double rate = (total - lastTotal) * 1e9 / elapsed;
        for (long left = Math.clamp(Math.round(elapsed / 1e9), 1, ring.length); left > 0; left--) {
            ring[(int) (seconds++ % ring.length)] = rate;
        }
        lastTotal = total;
        lastNanos = nowNanos;
    }

    /** Events a second, oldest first; shorter than the length until so much time has passed. */
    public synchronized double[] perSecond() {
        int known = (int) Math.min(seconds, ring.length);
        double[] rates = new double[known];
        for (int i = 0; i < known; i++) {
            rates[i] = ring[(int) ((seconds - known + i) % ring.length)];
        }
        return rates;
    }

    /** The average over the last seconds; 0 where nothing is known yet. */
    public synchronized double average(int over) {
        int known = (int) Math.min(Math.min(seconds, ring.length), over);
        double sum = 0;
        for (int i = 1; i <= known; i++) {
            sum += ring[(int) ((seconds - i) % ring.length)];
        }
        return known == 0 ? 0 : sum / known;
    }
}
