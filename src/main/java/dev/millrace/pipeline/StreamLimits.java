package dev.millrace.pipeline;

import java.time.Duration;

/**
 * How a stream takes its time.
 *
 * @param saveEvery  how often its place is saved
 * @param saveEvents after how many events it is saved at the latest
 * @param drain      how long what is under way may take at the end
 * @param takeOver   how often a standby looks whether the stream is free
 */
public record StreamLimits(Duration saveEvery, int saveEvents, Duration drain, Duration takeOver) {}
