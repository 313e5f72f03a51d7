package dev.millrace.job.stream.watch;

import dev.millrace.job.stream.RunningStreams;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;

/**
 * Serves `/streams`, and `/` to people: the page in `META-INF/resources` where streams run, else what there is instead.
 * Nothing here changes anything, so nothing asks who is there.
 */
@ApplicationScoped
public class StreamRoutes {

    private static final String OTHERWISE = """
            This is millrace. No streams run in this process.

            /health     whether it is alive
            /readiness  whether it can do its work
            /metrics    numbers for Prometheus
            /streams    the streams of this process, as JSON
            """;

    /** The page loads what is served beside it, and nothing else. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Inject
    RunningStreams running;

    void add(@Observes Router router) {
        router.get("/streams").handler(this::streams);
        router.get("/").handler(this::page);
    }

    private void streams(RoutingContext context) {
        guarded(context.response())
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(StreamsDocument.of(running, Instant.now()).toJson());
    }

    private void page(RoutingContext context) {
        HttpServerResponse response = guarded(context.response());
        if (running.all().isEmpty()) {
            response.putHeader("Content-Type", "text/plain; charset=utf-8").end(OTHERWISE);
        } else {
            context.next();
        }
    }

    private static HttpServerResponse guarded(HttpServerResponse response) {
        return response.putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
    }
}
