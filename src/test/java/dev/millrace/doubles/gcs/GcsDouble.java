package dev.millrace.doubles.gcs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Cloud Storage in memory, over HTTP, for the real client library: buckets, resumable and multipart uploads, preconditions,
 * compose, and a queue of faults. Source: cloud.google.com/storage/docs/json_api/v1 and .../resumable-uploads.
 */
public final class GcsDouble implements AutoCloseable {

    private final HeldBuckets buckets = new HeldBuckets();
    private final Map<String, UploadSession> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger uploads = new AtomicInteger();
    private final FaultQueue faults = new FaultQueue();
    private final List<RequestKind> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final int pageSize;

    private GcsDouble(int port, int pageSize) throws IOException {
        this.pageSize = pageSize;
        // Else each answer waits 40 ms for the client's acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Starts on a free port, with these buckets, and with short pages of lists so that there are several. */
    public static GcsDouble start(String... buckets) {
        return start(0, 7, buckets);
    }

    static GcsDouble start(int port, int pageSize, String... buckets) {
        try {
            GcsDouble started = new GcsDouble(port, pageSize);
            Arrays.stream(buckets).forEach(started.buckets::create);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What STORAGE_EMULATOR_HOST is to be. */
    public String url() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort();
    }

    public FaultQueue faults() {
        return faults;
    }

    /** What was asked so far, the requests that failed included. */
    public List<RequestKind> requests() {
        return List.copyOf(requests);
    }

    public Collection<HeldObject> objects(String bucket) {
        return buckets.objects(bucket);
    }

    /** Puts an object there, as somebody else would. */
    public HeldObject put(String bucket, String name, byte[] content) {
        return buckets.put(bucket, name, content, new BsonDocument(), new Query(Map.of()));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Query query = Query.of(exchange);
        List<String> path = path(exchange);
        RequestKind kind = RequestKind.of(exchange, query, path);
        requests.add(kind);
        Optional<Fault> fault = faults.next(kind);
        try {
            Request request = new Request(exchange, query, path, kind, fault.orElse(null));
            switch (fault.orElse(null)) {
                case Fault.Status status -> throw new Rejected(status.code(), "injected by a test");
                case Fault.Reset reset -> breakOff(request, reset);
                case Fault.LostAnswer lost -> {
                    answer(request);
                    exchange.close();
                }
                case Fault.Held held -> {
                    held.arrived().countDown();
                    held.answer().await();
                    answer(request).send(exchange);
                }
                case null, default -> answer(request).send(exchange);
            }
        } catch (Rejected e) {
            exchange.getRequestBody().readAllBytes();
            Answer.error(e.code(), String.valueOf(e.getMessage())).send(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        } catch (RuntimeException e) {
            Answer.error(501, "the double failed: " + e).send(exchange);
        }
    }

    private record Request(HttpExchange exchange, Query query, List<String> path, RequestKind kind, Fault fault) {

        byte[] body() throws IOException {
            InputStream in = exchange.getRequestBody();
            boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            byte[] body = (gzip ? new GZIPInputStream(in) : in).readAllBytes();
            if (fault instanceof Fault.DamagedOnTheWay && body.length > 0) {
                body[body.length - 100] ^= 1;
            }
            return body;
        }

        BsonDocument json() throws IOException {
            byte[] body = body();
            return body.length == 0 ? new BsonDocument() : BsonDocument.parse(new String(body, StandardCharsets.UTF_8));
        }

        String bucket() {
            return path.get(1);
        }

        String object() {
            return path.get(3);
        }
    }

    private Answer answer(Request request) throws IOException {
        return switch (request.kind()) {
            case START -> start(request);
            case PIECE, LAST_PIECE -> piece(request);
            case QUERY -> progress(session(request));
            case MULTIPART -> multipart(request);
            case STAT ->
                Answer.json(buckets.get(request.bucket(), request.object()).resource());
            case DOWNLOAD -> download(request);
            case LIST -> list(request);
            case UPDATE ->
                Answer.json(buckets.update(request.bucket(), request.object(), request.json(), request.query())
                        .resource());
            case DELETE -> {
                buckets.delete(request.bucket(), request.object(), request.query());
                yield Answer.empty(204);
            }
            case COMPOSE -> compose(request);
            case REWRITE -> rewrite(request);
            case BUCKET -> {
                buckets.bucket(request.bucket());
                yield Answer.json(new BsonDocument("name", new BsonString(request.bucket())));
            }
            case UNKNOWN -> Answer.error(501, "the double does not know this request");
        };
    }

    private Answer start(Request request) throws IOException {
        UploadSession session = new UploadSession(request.bucket(), request.json(), request.query());
        buckets.check(session.bucket(), session.name(), session.query());
        String id = "session-" + uploads.incrementAndGet();
        sessions.put(id, session);
        String location =
                url() + "/upload/storage/v1/b/" + request.bucket() + "/o?uploadType=resumable&upload_id=" + id;
        return Answer.empty(200).with("Location", location);
    }

    private Answer piece(Request request) throws IOException {
        UploadSession session = session(request);
        if (session.ended() != null) {
            return Answer.json(session.ended().resource());
        }
        byte[] body = request.body();
        boolean last = request.kind() == RequestKind.LAST_PIECE;
        int taken = last ? body.length : body.length / UploadSession.QUANTUM * UploadSession.QUANTUM;
        if (request.fault() instanceof Fault.TakesOnly only) {
            taken = Math.min(taken, only.bytes());
            last = false;
        }
        session.take(from(request), body, taken);
        return last ? end(request, session) : progress(session);
    }

    private Answer end(Request request, UploadSession session) {
        byte[] content = session.content();
        String hash = request.exchange().getRequestHeaders().getFirst("X-Goog-Hash");
        if (hash != null && !hash.equals("crc32c=" + HeldObject.sum(content))) {
            throw new Rejected(400, "Provided CRC32C doesn't match calculated CRC32C");
        }
        HeldObject object = buckets.put(session.bucket(), session.name(), content, session.resource(), session.query());
        session.end(request.fault() instanceof Fault.BitFlip ? buckets.damage(object) : object);
        return Answer.json(session.ended().resource());
    }

    private static Answer progress(UploadSession session) {
        if (session.ended() != null) {
            return Answer.json(session.ended().resource());
        }
        Answer incomplete = Answer.empty(308);
        return session.size() == 0 ? incomplete : incomplete.with("Range", "bytes=0-" + (session.size() - 1));
    }

    private void breakOff(Request request, Fault.Reset reset) throws IOException {
        if (request.kind() == RequestKind.PIECE || request.kind() == RequestKind.LAST_PIECE) {
            byte[] half = request.exchange().getRequestBody().readNBytes(Math.max(reset.kept(), 1));
            session(request).take(from(request), half, Math.min(half.length, reset.kept()));
        }
        request.exchange().close();
    }

    private UploadSession session(Request request) {
        UploadSession session = sessions.get(request.query().get("upload_id"));
        if (session == null) {
            throw new Rejected(410, "the upload is gone");
        }
        return session;
    }

    private static long from(Request request) {
        String range =
                request.exchange().getRequestHeaders().getFirst("Content-Range").substring("bytes ".length());
        int dash = range.indexOf('-');
        return dash < 0
                ? Long.parseLong(range.substring(range.indexOf('/') + 1))
                : Long.parseLong(range.substring(0, dash));
    }

    private Answer multipart(Request request) throws IOException {
        MultipartBody body =
                MultipartBody.parse(request.exchange().getRequestHeaders().getFirst("Content-Type"), request.body());
        BsonDocument resource = body.resource();
        byte[] content = body.content();
        if (resource.containsKey("crc32c")
                && !resource.getString("crc32c").getValue().equals(HeldObject.sum(content))) {
            throw new Rejected(400, "Provided CRC32C doesn't match calculated CRC32C");
        }
        String name = request.query().has("name")
                ? request.query().get("name")
                : resource.getString("name").getValue();
        HeldObject object = buckets.put(request.bucket(), name, content, resource, request.query());
        return Answer.json((request.fault() instanceof Fault.BitFlip ? buckets.damage(object) : object).resource());
    }

    private Answer download(Request request) {
        HeldObject object = buckets.get(request.bucket(), request.object());
        byte[] content = object.content();
        String range = request.exchange().getRequestHeaders().getFirst("Range");
        if (range == null) {
            return Answer.bytes(200, content);
        }
        String[] bounds = range.substring("bytes=".length()).split("-", -1);
        int from = Integer.parseInt(bounds[0]);
        if (from >= content.length) {
            throw new Rejected(416, "Requested range not satisfiable");
        }
        int to = bounds[1].isEmpty() ? content.length : (int) Math.min(content.length, Long.parseLong(bounds[1]) + 1);
        return Answer.bytes(206, Arrays.copyOfRange(content, from, to))
                .with("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length)
                .with("x-goog-generation", Long.toString(object.generation()));
    }

    private Answer list(Request request) {
        String after = request.query().get("pageToken");
        List<HeldObject> matching = new ArrayList<>(
                buckets.list(request.bucket(), request.query().get("prefix")).values());
        matching.removeIf(object -> object.name().compareTo(after) <= 0);
        BsonArray items = new BsonArray();
        matching.stream().limit(pageSize).map(HeldObject::resource).forEach(items::add);
        BsonDocument page = new BsonDocument("kind", new BsonString("storage#objects")).append("items", items);
        if (matching.size() > pageSize) {
            page.append(
                    "nextPageToken", new BsonString(matching.get(pageSize - 1).name()));
        }
        return Answer.json(page);
    }

    private Answer compose(Request request) throws IOException {
        BsonDocument body = request.json();
        BsonArray sources = body.getArray("sourceObjects");
        if (sources.size() > 32) {
            throw new Rejected(
                    400, "The number of source components provided (" + sources.size() + ") exceeds the maximum (32)");
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (BsonValue source : sources) {
            content.writeBytes(buckets.get(
                            request.bucket(),
                            source.asDocument().getString("name").getValue())
                    .content());
        }
        HeldObject composed = buckets.put(
                request.bucket(),
                request.object(),
                content.toByteArray(),
                body.getDocument("destination"),
                request.query());
        BsonDocument resource = composed.resource();
        resource.remove("md5Hash");
        resource.append("componentCount", new BsonInt32(sources.size()));
        return Answer.json(resource);
    }

    /** b/SOURCE/o/NAME/rewriteTo/b/TARGET/o/NAME */
    private Answer rewrite(Request request) throws IOException {
        HeldObject source = buckets.get(request.bucket(), request.object());
        HeldObject copy = buckets.put(
                request.path().get(6), request.path().get(8), source.content(), request.json(), request.query());
        String size = Integer.toString(source.content().length);
        return Answer.json(new BsonDocument("kind", new BsonString("storage#rewriteResponse"))
                .append("totalBytesRewritten", new BsonString(size))
                .append("objectSize", new BsonString(size))
                .append("done", BsonBoolean.TRUE)
                .append("resource", copy.resource()));
    }

    /** The path behind `/storage/v1/`: `b`, the bucket, `o`, the object … */
    private static List<String> path(HttpExchange exchange) {
        String raw = exchange.getRequestURI().getRawPath();
        int start = raw.indexOf("/storage/v1/");
        return start < 0
                ? List.of("")
                : Arrays.stream(raw.substring(start + "/storage/v1/".length()).split("/"))
                        .map(segment -> Query.decode(segment.replace("+", "%2B")))
                        .toList();
    }
}
