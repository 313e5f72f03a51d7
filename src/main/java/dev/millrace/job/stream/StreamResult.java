package dev.millrace.job.stream;

import dev.millrace.model.MillraceException;
import dev.millrace.observe.StreamCounts;
import org.jspecify.annotations.Nullable;

/**
 * How a stream ended.
 *
 * @param failure why it ended before it was told to; null where it was told to
 */
public record StreamResult(
        String stream, StreamCounts counts, @Nullable MillraceException failure) {}
