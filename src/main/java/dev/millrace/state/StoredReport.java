package dev.millrace.state;

import dev.millrace.model.RequestUnits;
import java.time.Duration;
import java.time.Instant;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * How run stores write a worker's report down: `until {…}`, the time in milliseconds since the epoch.
 *
 * @param until when it ceases to count, to the millisecond
 */
public record StoredReport(WorkerReport report, Instant until) {

    public String text() {
        return until.toEpochMilli() + " " + json(report);
    }

    /** The part behind the time. */
    public static String json(WorkerReport report) {
        return CanonicalJson.of(new BsonDocument("worker", new BsonString(report.worker()))
                .append("inFlight", new BsonInt64(report.inFlight()))
                .append("inFlightBytes", new BsonInt64(report.inFlightBytes()))
                .append("documentsPerSecond", new BsonDouble(report.documentsPerSecond()))
                .append("bytesPerSecond", new BsonDouble(report.bytesPerSecond()))
                .append("memoryBytes", new BsonInt64(report.memoryBytes()))
                .append("retries", new BsonInt64(report.retries()))
                .append("requestUnits", units(report.requestUnits()))
                .append("requestUnitsPerSecond", new BsonDouble(report.requestUnitsPerSecond()))
                .append("at", new BsonDateTime(report.at().toEpochMilli())));
    }

    private static BsonDocument units(RequestUnits spent) {
        return new BsonDocument("units", new BsonDouble(spent.units()))
                .append("requests", new BsonInt64(spent.requests()))
                .append("measured", new BsonInt64(spent.measured()))
                .append("throttles", new BsonInt64(spent.throttles()))
                .append("throttledMillis", new BsonInt64(spent.throttled().toMillis()))
                .append("throttling", BsonBoolean.valueOf(spent.throttling()));
    }

    private static RequestUnits units(BsonDocument stored) {
        return new RequestUnits(
                stored.getNumber("units").doubleValue(),
                stored.getNumber("requests").longValue(),
                stored.getNumber("measured").longValue(),
                stored.getNumber("throttles").longValue(),
                Duration.ofMillis(stored.getNumber("throttledMillis").longValue()),
                stored.getBoolean("throttling").getValue());
    }

    /** The reverse of {@link #text}; throws a RuntimeException of any kind when the text is not of that form. */
    public static StoredReport parse(String text) {
        int space = text.indexOf(' ');
        BsonDocument stored = BsonDocument.parse(text.substring(space + 1));
        WorkerReport report = new WorkerReport(
                stored.getString("worker").getValue(),
                stored.getNumber("inFlight").longValue(),
                stored.getNumber("inFlightBytes").longValue(),
                stored.getNumber("documentsPerSecond").doubleValue(),
                stored.getNumber("bytesPerSecond").doubleValue(),
                stored.getNumber("memoryBytes").longValue(),
                stored.getNumber("retries").longValue(),
                units(stored.getDocument("requestUnits")),
                stored.getNumber("requestUnitsPerSecond").doubleValue(),
                Instant.ofEpochMilli(stored.getDateTime("at").getValue()));
        return new StoredReport(report, Instant.ofEpochMilli(Long.parseLong(text.substring(0, space))));
    }
}
