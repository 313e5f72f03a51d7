package dev.millrace.model;

import java.time.Duration;

/**
 * What a service that charges for each request has charged one process, and how it has throttled it.
 *
 * @param units      request units: those that were measured, and an estimate of the others by them
 * @param requests   requests that the units are for
 * @param measured   how many of these the service was asked for the charge of
 * @param throttles  how often it refused a request because too many units were asked for
 * @param throttled  time during which at least one request waited for that reason
 * @param throttling whether one does now, or did a moment ago
 */
public record RequestUnits(
        double units, long requests, long measured, long throttles, Duration throttled, boolean throttling) {

    /** Of services that do not charge so. */
    public static final RequestUnits NONE = new RequestUnits(0, 0, 0, 0, Duration.ZERO, false);

    public RequestUnits {
        if (requests < 0 || measured < 0 || throttles < 0) {
            throw new IllegalArgumentException("numbers of requests are not below 0");
        }
    }

    /** Whether there is anything to tell. */
    public boolean isAny() {
        return requests > 0 || throttles > 0;
    }

    /** The same, of a process that has ended or is about to tell anew. */
    public RequestUnits quiet() {
        return new RequestUnits(units, requests, measured, throttles, throttled, false);
    }

    /** Both together. */
    public RequestUnits plus(RequestUnits other) {
        return new RequestUnits(
                units + other.units,
                requests + other.requests,
                measured + other.measured,
                throttles + other.throttles,
                throttled.plus(other.throttled),
                throttling || other.throttling);
    }
}
