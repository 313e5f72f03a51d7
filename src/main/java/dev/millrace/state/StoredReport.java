package dev.millrace.state;

import java.time.Instant;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * How run stores write a worker's report down: canonical Extended JSON with the time until which it counts.
 *
 * @param until to the millisecond
 */
public record StoredReport(WorkerReport report, Instant until) {

    public String text() {
        return CanonicalJson.of(new BsonDocument("worker", new BsonString(report.worker()))
                .append("inFlight", new BsonInt64(report.inFlight()))
                .append("inFlightBytes", new BsonInt64(report.inFlightBytes()))
                .append("documentsPerSecond", new BsonDouble(report.documentsPerSecond()))
                .append("bytesPerSecond", new BsonDouble(report.bytesPerSecond()))
                .append("memoryBytes", new BsonInt64(report.memoryBytes()))
                .append("retries", new BsonInt64(report.retries()))
                .append("at", new BsonDateTime(report.at().toEpochMilli()))
                .append("until", new BsonDateTime(until.toEpochMilli())));
    }

    /** The reverse of {@link #text}; throws a RuntimeException of any kind when the text is not of that form. */
    public static StoredReport parse(String json) {
        BsonDocument stored = BsonDocument.parse(json);
        return new StoredReport(
                new WorkerReport(
                        stored.getString("worker").getValue(),
                        stored.getNumber("inFlight").longValue(),
                        stored.getNumber("inFlightBytes").longValue(),
                        stored.getNumber("documentsPerSecond").doubleValue(),
                        stored.getNumber("bytesPerSecond").doubleValue(),
                        stored.getNumber("memoryBytes").longValue(),
                        stored.getNumber("retries").longValue(),
                        Instant.ofEpochMilli(stored.getDateTime("at").getValue())),
                Instant.ofEpochMilli(stored.getDateTime("until").getValue()));
    }
}
