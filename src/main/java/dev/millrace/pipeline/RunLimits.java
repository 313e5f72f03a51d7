package dev.millrace.pipeline;

import java.time.Duration;

/**
 * How a run is carried out; nothing of it changes what is written.
 *
 * @param workers    chunks at once in this process
 * @param batchBytes aim for one batch
 * @param attempts   tries for a chunk
 * @param leaseTtl   how long a chunk stays with a silent process
 * @param drain      how long chunks in flight may go on after a stop
 */
public record RunLimits(int workers, int batchBytes, int attempts, Duration leaseTtl, Duration drain) {

    public RunLimits {
        if (workers < 1 || batchBytes < 1 || attempts < 1) {
            throw new IllegalArgumentException("workers, batch size and attempts are at least 1");
        }
    }
}
