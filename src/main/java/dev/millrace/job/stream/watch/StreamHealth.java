package dev.millrace.job.stream.watch;

import dev.millrace.job.stream.RunningStream;
import dev.millrace.job.stream.RunningStreams;
import dev.millrace.pipeline.StreamState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Answers `/health` and `/readiness`. Alive is a process whose streams move or know why they do not: starting it again
 * would help nobody. Ready is one whose streams can do their work. Where no streams run, both are UP and say nothing.
 */
@ApplicationScoped
public class StreamHealth {

    /** A loop comes round every second or so, even where nothing happens. */
    static final Duration LONGEST_STILL = Duration.ofMinutes(2);

    @Inject
    RunningStreams running;

    @Inject
    StreamProbes probes;

    @Produces
    @Singleton
    @Liveness
    HealthCheck moving() {
        return () -> {
            HealthCheckResponseBuilder response =
                    HealthCheckResponse.named("streams").up();
            for (RunningStream stream : running.all()) {
                Duration still = stream.pipeline().sinceMoved();
                boolean stuck = isStuck(stream.pipeline().state(), still, isHeld(stream));
                response.withData(stream.name(), words(stream) + (stuck ? ", stuck" : ""))
                        .withData(stream.name() + ".stillMillis", still.toMillis());
                if (stuck) {
                    response.down();
                }
            }
            return response.build();
        };
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck notFailed() {
        return () -> {
            HealthCheckResponseBuilder response =
                    HealthCheckResponse.named("streams").up();
            for (RunningStream stream : running.all()) {
                response.withData(stream.name(), words(stream));
                if (stream.pipeline().state() == StreamState.FAILED) {
                    response.down();
                }
            }
            return response.build();
        };
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck mongodb() {
        return () -> response("mongodb", probes::sources);
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck publisher() {
        return () -> response("publisher", probes::publishers);
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck resumeStore() {
        return () -> response("resume store", probes::stores);
    }

    /** States in which a stream waits for something have a reason, and an end. */
    static boolean isStuck(StreamState state, Duration still, boolean held) {
        return switch (state) {
            case STREAMING, STARTING -> !held && still.compareTo(LONGEST_STILL) > 0;
            case STANDBY, SNAPSHOT, BACKING_OFF, STOPPED, FAILED -> false;
        };
    }

    /** A publisher that takes nothing ends that by itself: it fails in time, or its circuit breaker says why. */
    private static boolean isHeld(RunningStream stream) {
        return stream.pipeline().isWaiting() && !stream.hold().isEmpty();
    }

    static String words(RunningStream stream) {
        String reason = stream.pipeline().reason().isEmpty()
                ? stream.hold()
                : stream.pipeline().reason();
        String state = stream.pipeline().state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return reason.isEmpty() ? state : state + ": " + reason;
    }

    private static HealthCheckResponse response(String name, Supplier<List<Probe.Answer>> asked) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name).up();
        for (Probe.Answer answer : asked.get()) {
            response.withData(answer.name(), (answer.up() ? "up: " : "down: ") + answer.detail())
                    .withData(answer.name() + ".millis", answer.millis());
            if (!answer.up()) {
                response.down();
            }
        }
        return response.build();
    }
}
