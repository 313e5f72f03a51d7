package dev.millrace.bench;

import org.jspecify.annotations.Nullable;

/**
 * One row of the table.
 *
 * @param unit what the rate and that of the limit count: {@code /s}, or {@code ms}, {@code MB}, ... where it is no rate
 * @param megabytes of BSON a second
 * @param cpuSeconds processor time of a million documents
 * @param peakMegabytes most memory that the process had resident
 * @param limit what it is compared with, measured in the same run
 * @param ratio of the rate to that of the limit
 * @param limitSpread as {@code spread}, of the limit
 * @param spread half the distance between the fastest and the slowest round, in percent of the median
 * @param goal what is wanted of it
 * @param met whether that was reached
 */
public record Result(
        String what,
        double rate,
        String unit,
        @Nullable Double megabytes,
        @Nullable Double cpuSeconds,
        @Nullable Double peakMegabytes,
        @Nullable String limit,
        @Nullable Double limitRate,
        @Nullable Double limitSpread,
        @Nullable Double ratio,
        double spread,
        @Nullable Goal goal,
        @Nullable Boolean met) {

    public static Result of(String what, Series rates) {
        return figure(what, rates, "/s");
    }

    /** Something that is no rate. */
    public static Result figure(String what, Series values, String unit) {
        return new Result(
                what, values.median(), unit, null, null, null, null, null, null, null, values.spread(), null, null);
    }

    public Result megabytes(double perSecond) {
        return new Result(
                what,
                rate,
                unit,
                perSecond,
                cpuSeconds,
                peakMegabytes,
                limit,
                limitRate,
                limitSpread,
                ratio,
                spread,
                goal,
                met);
    }

    public Result cpuSeconds(double ofAMillion) {
        return new Result(
                what,
                rate,
                unit,
                megabytes,
                ofAMillion,
                peakMegabytes,
                limit,
                limitRate,
                limitSpread,
                ratio,
                spread,
                goal,
                met);
    }

    public Result peakMegabytes(double peak) {
        return new Result(
                what, rate, unit, megabytes, cpuSeconds, peak, limit, limitRate, limitSpread, ratio, spread, goal, met);
    }

    public Result against(String name, Series limitRates) {
        double median = limitRates.median();
        return new Result(
                what,
                rate,
                unit,
                megabytes,
                cpuSeconds,
                peakMegabytes,
                name,
                median,
                limitRates.spread(),
                rate / median,
                spread,
                goal,
                met);
    }

    /** Called last, as it judges what the row says. */
    public Result goal(@Nullable Goal wanted) {
        boolean isMet = wanted != null && wanted.isMetBy(this);
        return new Result(
                what,
                rate,
                unit,
                megabytes,
                cpuSeconds,
                peakMegabytes,
                limit,
                limitRate,
                limitSpread,
                ratio,
                spread,
                wanted,
                wanted == null ? null : isMet);
    }
}
