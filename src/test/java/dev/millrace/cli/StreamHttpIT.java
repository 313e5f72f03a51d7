package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.MongoDouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stream lets Kubernetes, Prometheus and people see while it runs. */
class StreamHttpIT {

    private static final Pattern DOCUMENTED = Pattern.compile("`(millrace_[a-z_]+)`");
    private static final String SECRET = "tell-nobody";

    private final MongoDouble mongo = new MongoDouble().start();
    private final int port = freePort();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void showsItsStreamsToEveryoneWhoAsks() throws IOException {
        try (RunningMillrace running = stream()) {
            running.awaitLine("shop.orders.*STREAMING");
            insert(1, 50);
            Eventually.until("50 events", () -> stream(0).getNumber("published").longValue() == 50);
            Eventually.until("a rate", () -> rates() > 0);

            assertThat(get("/health")).satisfies(answer -> {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("\"shop.orders\": \"streaming\"");
            });
            assertThat(get("/readiness")).satisfies(answer -> {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("\"mongodb\"", "\"publisher\"", "\"resume store\"", ".millis\"");
            });
            assertThat(get("/metrics").body())
                    .contains("millrace_stream_published_total{stream=\"shop.orders\"} 50.0")
                    .contains("millrace_stream_publish_seconds_count{stream=\"shop.orders\"} 50")
                    .contains("millrace_stream_state{state=\"streaming\",stream=\"shop.orders\"} 1.0");
            assertThat(names(get("/metrics").body())).containsAll(documentedNames());
            assertThat(stream(0).getString("state").getValue()).isEqualTo("STREAMING");
            assertThat(get("/streams").body()).doesNotContain(SECRET);
            assertThat(get("/")).satisfies(answer -> {
                assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                        .startsWith("text/html");
                assertThat(answer.headers().firstValue("Content-Security-Policy"))
                        .isPresent();
                assertThat(answer.body())
                        .contains("<html lang=\"en\">", "<noscript>", "<caption>", "scope=\"col\"")
                        .doesNotContain("http:", "https:");
            });
            assertThat(get("/streams.js").statusCode()).isEqualTo(200);
            assertThat(get("/streams.css").statusCode()).isEqualTo(200);
            assertThat(status()).contains("\"stream\": \"shop.orders\"", "\"events\": 50", "\"lastEventAt\"");
            assertThat(running.terminate().exitCode()).isZero();
        }
    }

    @Test
    void isNotReadyWhileMongoDbIsAwayAndReadyAgainAfterwardsButAliveThroughout() throws IOException {
        try (RunningMillrace running = stream()) {
            running.awaitLine("shop.orders.*STREAMING");
            var away = mongo.faults().on("isMaster").always().freeze();

            Eventually.until("not ready", () -> get("/readiness").statusCode() == 503);
            String down = get("/readiness").body();
            int alive = get("/health").statusCode();
            away.release();
            mongo.faults().clear();
            Eventually.until("ready again", () -> get("/readiness").statusCode() == 200);

            assertThat(down).contains("down: no answer for");
            assertThat(alive).isEqualTo(200);
        }
    }

    @Test
    void logsOnlyWhatTheConfigurationAsksFor() throws IOException {
        Files.writeString(directory.resolve("config.yaml"), """
                monitoring:
                  logging:
                    sampling:
                      rules:
                        StreamChanged: {level: off}
                        StreamProgress: {first: 2, level: error}
                """);
        try (RunningMillrace running = stream()) {
            Eventually.until("some seconds", () -> running.out().split("\"StreamProgress\"", -1).length > 5);

            assertThat(running.err().split("StreamProgress", -1)).hasSize(3);
            assertThat(running.err()).doesNotContain("StreamChanged");
        }
    }

    @Test
    void drawsItsStreamsInARealBrowser() throws IOException {
        Optional<Browser> browser = Browser.find();
        Assumptions.assumeTrue(browser.isPresent(), "this machine has no browser");
        try (RunningMillrace running = stream()) {
            running.awaitLine("shop.orders.*STREAMING");
            insert(1, 200);
            Eventually.until("a rate", () -> rates() > 0);

            String page = browser.get().elements("http://127.0.0.1:" + port + "/", directory.resolve("profile"));

            assertThat(page)
                    .contains("data-shown=\"yes\"")
                    .contains("<th scope=\"row\">shop.orders</th>")
                    .containsPattern("class=\"state good\">streaming<")
                    .contains("data-label=\"Published\">200<")
                    .containsPattern("<path class=\"rate\" d=\"M[0-9.]+,[0-9.]+ L")
                    .contains("Events a second of shop.orders over the last ten minutes")
                    .doesNotContain(SECRET);
        }
    }

    private RunningMillrace stream() {
        return Millrace.in(directory)
                .start(
                        "stream",
                        "--from",
                        mongo.uri(),
                        "-n",
                        "shop.orders",
                        "--to",
                        "file:events",
                        "--http-port",
                        Integer.toString(port),
                        "--json");
    }

    private String status() {
        Millrace.Result result = Millrace.in(directory).run("status", "--streams", "-n", "shop.orders", "--json");
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return result.out();
    }

    private void insert(int from, int to) {
        mongo.insert(
                "shop.orders",
                IntStream.rangeClosed(from, to)
                        .mapToObj(
                                id -> new BsonDocument("_id", new BsonInt32(id)).append("note", new BsonString(SECRET)))
                        .toArray(BsonDocument[]::new));
    }

    private BsonDocument stream(int index) {
        return BsonDocument.parse(get("/streams").body())
                .getArray("streams")
                .get(index)
                .asDocument();
    }

    /** Events, as far as the chart tells of them. */
    private double rates() {
        return stream(0).getArray("rates").stream()
                .mapToDouble(rate -> rate.asNumber().doubleValue())
                .sum();
    }

    /** Of the table in README that is about streams to any target. */
    private static List<String> documentedNames() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String table = readme.substring(readme.indexOf("| metric |"), readme.indexOf("With Pub/Sub, further"));
        Matcher matcher = DOCUMENTED.matcher(table);
        List<String> names = matcher.results().map(name -> name.group(1)).toList();
        assertThat(names).hasSizeGreaterThan(15);
        return names;
    }

    private static List<String> names(String metrics) {
        return metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .distinct()
                .toList();
    }

    private HttpResponse<String> get(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
