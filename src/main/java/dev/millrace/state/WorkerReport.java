package dev.millrace.state;

import dev.millrace.model.RequestUnits;
import java.time.Instant;

/**
 * What one process says of itself.
 *
 * @param worker         its name, host and process
 * @param inFlight       documents read in chunks that are not committed yet
 * @param inFlightBytes  the same in bytes of BSON
 * @param documentsPerSecond rate over its last seconds
 * @param bytesPerSecond the same in bytes of BSON
 * @param memoryBytes    memory it holds
 * @param retries        how often it has tried again since it started
 * @param requestUnits   what services that charge by the request have charged it
 * @param requestUnitsPerSecond rate of these over its last seconds
 * @param at             when it said so
 */
public record WorkerReport(
        String worker,
        long inFlight,
        long inFlightBytes,
        double documentsPerSecond,
        double bytesPerSecond,
        long memoryBytes,
        long retries,
        RequestUnits requestUnits,
        double requestUnitsPerSecond,
        Instant at) {}
