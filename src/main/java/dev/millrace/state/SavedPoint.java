package dev.millrace.state;

import dev.millrace.model.ResumePoint;
import java.time.Instant;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * How far a stream has come.
 *
 * @param point       everything up to here is with the subscribers
 * @param clusterTime of the last event before the point; null where there was none yet, or the server does not say
 * @param events      published since the stream began
 */
public record SavedPoint(ResumePoint point, @Nullable BsonTimestamp clusterTime, long events, Instant savedAt) {}
