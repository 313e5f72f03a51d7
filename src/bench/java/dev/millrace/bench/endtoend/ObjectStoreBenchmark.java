package dev.millrace.bench.endtoend;

import dev.millrace.bench.MillraceRun;
import dev.millrace.bench.Results;
import dev.millrace.bench.Rounds;
import dev.millrace.bench.Scratch;
import dev.millrace.bench.Series;
import dev.millrace.doubles.gcs.GcsDouble;
import dev.millrace.doubles.gcs.HeldObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Exports orders from the replay source to a double of Cloud Storage, as they are and uncompressed, in turns with uploads of the same
 * objects over as many connections, which are in memory: a `cat` to the object store. The double is in this process and
 * shares the cores with both ways. `ObjectStoreBenchmark PROGRAM MEGABYTES ROUNDS`.
 */
public final class ObjectStoreBenchmark {

    private static final int CONNECTIONS = 4;
    private static final int CHUNKS = 16;
    private static final String BUCKET = "bench";

    private final Scratch scratch;
    private final String program;
    private final Replay source;

    private ObjectStoreBenchmark(Scratch scratch, String program, Replay source) {
        this.scratch = scratch;
        this.program = program;
        this.source = source;
    }

    public static void main(String... args) throws Exception {
        DocumentKind kind = DocumentKind.NESTED;
        try (Scratch scratch = Scratch.open("millrace-upload");
                Replay source = Replay.start(kind, kind.count(Integer.parseInt(args[1])))) {
            new ObjectStoreBenchmark(scratch, args[0], source).run(Integer.parseInt(args[2]));
        }
    }

    private void run(int rounds) throws Exception {
        Collection<HeldObject> objects;
        try (GcsDouble store = GcsDouble.start(BUCKET)) {
            export(store);
            objects = store.objects(BUCKET);
        }
        cat(objects);
        List<List<Cost>> costs = Rounds.inTurns(rounds, List.of(this::export, () -> cat(objects)));
        List<Cost> ours = costs.getFirst();
        Series rate = Series.of(ours, Cost::rate);
        Results.add(
                Cost.row("export 1 KB as BSON to an object store, " + CONNECTIONS + " connections", ours, rate, source)
                        .against("cat to it, same objects", Series.of(costs.getLast(), Cost::rate)));
    }

    private Cost export() throws Exception {
        try (GcsDouble store = GcsDouble.start(BUCKET)) {
            return Cost.moving(source.documents(), export(store));
        }
    }

    private MillraceRun export(GcsDouble store) throws Exception {
        return new ProgramRuns(scratch, "env")
                .run(
                        source.documents(),
                        List.of("STORAGE_EMULATOR_HOST=" + store.url(), program, "export", "--from", source.uri()),
                        "--namespace",
                        "shop.orders",
                        "--to",
                        "gs://" + BUCKET + "/orders",
                        "--format",
                        "bson",
                        "--compression",
                        "none",
                        "--workers",
                        Integer.toString(CONNECTIONS),
                        "--chunk-size",
                        Integer.toString(Math.max(1, source.documents() / CHUNKS)));
    }

    private Cost cat(Collection<HeldObject> objects) throws Exception {
        try (GcsDouble store = GcsDouble.start(BUCKET);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Callable<Void>> uploads = objects.stream()
                    .map(object -> upload(client, store, object))
                    .toList();
            long start = System.nanoTime();
            for (Future<Void> upload : threads.invokeAll(uploads)) {
                upload.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (store.objects(BUCKET).size() != objects.size()) {
                throw new IllegalStateException(store.objects(BUCKET).size() + " objects have arrived");
            }
            return new Cost(source.documents(), seconds, 0, 0);
        }
    }

    /** As one upload of one piece. */
    private static Callable<Void> upload(HttpClient client, GcsDouble store, HeldObject object) {
        return () -> {
            byte[] content = object.content();
            URI begin = URI.create(
                    store.url() + "/upload/storage/v1/b/" + BUCKET + "/o?uploadType=resumable&name=" + object.name());
            HttpResponse<Void> session = send(
                    client,
                    HttpRequest.newBuilder(begin)
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"" + object.name() + "\"}")));
            send(
                    client,
                    HttpRequest.newBuilder(URI.create(
                                    session.headers().firstValue("Location").orElseThrow()))
                            .header("Content-Range", "bytes 0-" + (content.length - 1) + "/" + content.length)
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(content)));
            return null;
        };
    }

    private static HttpResponse<Void> send(HttpClient client, HttpRequest.Builder request) throws Exception {
        HttpResponse<Void> response = client.send(request.build(), HttpResponse.BodyHandlers.discarding());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the object store answered " + response.statusCode());
        }
        return response;
    }
}
