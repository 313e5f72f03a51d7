package dev.millrace.mongo.cosmos;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.event.ConnectionPoolListener;
import dev.millrace.model.RequestUnits;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The request units of one client of Cosmos DB, for all its threads: counts what requests cost, keeps them to a pace, and
 * slows down when the service throttles. Against any other server it does nothing. The charges of some requests are
 * measured, the first of each kind and about every tenth later; that of the others is taken from these.
 */
public final class RequestBudget {

    /** Bulk writes are cut to this, so that little is sent again where much is refused. */
    private static final int WRITTEN_AT_ONCE = 1000;

    /** As long as nobody knows what a document costs. */
    private static final int DOCUMENTS_AT_FIRST = 500;

    private static final int FEWEST_DOCUMENTS = 10;
    private static final double SECONDS_OF_A_REQUEST = 0.5;

    private final BooleanSupplier charged;
    private final ChargeQuestion question;
    private final LongSupplier nanos;
    private final RequestPace pace;
    private final ConnectionUse uses = new ConnectionUse();
    private final ThrottledTime throttledTime = new ThrottledTime();
    private final Map<RequestKind, Expectation> expectations = new ConcurrentHashMap<>();
    private final DoubleAdder units = new DoubleAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder measured = new LongAdder();
    private final LongAdder throttles = new LongAdder();

    /**
     * @param charged whether the server is an RU account, as far as is known
     * @param client  reaches the server
     * @param limit   units a second; infinite where only the service's throttling sets the pace
     * @param nanos   {@link System#nanoTime}
     */
    public RequestBudget(BooleanSupplier charged, Supplier<MongoClient> client, double limit, LongSupplier nanos) {
        this.charged = charged;
        this.question = new ChargeQuestion(client);
        this.nanos = nanos;
        this.pace = new RequestPace(limit, nanos);
    }

    /** To be told of the client's connections, or no charge is known. */
    public ConnectionPoolListener connections() {
        return uses;
    }

    /** Whether requests are counted at all. */
    public boolean isCharged() {
        return charged.getAsBoolean();
    }

    /**
     * Makes a request when its turn comes.
     *
     * @param parts documents of a write; 1 for a request that is counted whole
     */
    public <T> T spend(RequestKind kind, long parts, Supplier<T> call) {
        return spend(kind, parts, call, answer -> parts);
    }

    /**
     * Makes a request when its turn comes.
     *
     * @param parts documents that are asked for
     * @param came  how many documents an answer brings
     */
    public <T> T spend(RequestKind kind, long parts, Supplier<T> call, ToLongFunction<T> came) {
        if (!isCharged()) {
            return call.get();
        }
        Expectation expectation = expectation(kind);
        double expected = expectation.of(parts);
        RequestPace.Turn turn = pace.reserve(expected);
        Request request = new Request(kind, parts, expected, turn.pace());
        if (!turn.delay().isZero()) {
            Pause.of(turn.delay());
        }
        try {
            T answer = uses.during(request, call);
            correct(request, request.resize(came.applyAsLong(answer)));
            settle(request, expectation);
            return answer;
        } catch (MongoBulkWriteException e) {
            correct(request, request.resize(request.parts() - throttled(e)));
            settle(request, expectation);
            throw e;
        } catch (RuntimeException e) {
            // It is taken to have cost nothing, and the connection's statistics are about an earlier request.
            request.measure();
            correct(request, -request.expected());
            throw e;
        }
    }

    private static long throttled(MongoBulkWriteException failure) {
        return failure.getWriteErrors().stream()
                .filter(error -> Throttling.isThrottled(error.getCode()))
                .count();
    }

    /** Most documents of one bulk write that the account can take at once. */
    public int documentsOfAWrite(RequestKind kind) {
        return isCharged() ? documentsAtOnce(kind, WRITTEN_AT_ONCE) : Integer.MAX_VALUE;
    }

    /** Most documents of one request, up to so many, that cost no more than the pace gives in about half a second. */
    public int documentsAtOnce(RequestKind kind, int most) {
        double paced = isCharged() ? pace.unitsPerSecond() : Double.POSITIVE_INFINITY;
        if (Double.isInfinite(paced)) {
            return most;
        }
        double each = expectation(kind).of(1);
        long affordable = each > 0 ? (long) (paced * SECONDS_OF_A_REQUEST / each) : DOCUMENTS_AT_FIRST;
        return Math.clamp(affordable, Math.min(FEWEST_DOCUMENTS, most), most);
    }

    private Expectation expectation(RequestKind kind) {
        return expectations.computeIfAbsent(kind, k -> new Expectation());
    }

    /** Waits because a request was refused for want of request units. */
    public void waitOut(Duration time) {
        throttles.increment();
        pace.throttled();
        throttledTime.begin(nanos.getAsLong());
        try {
            Pause.of(time);
        } finally {
            throttledTime.end(nanos.getAsLong());
        }
    }

    /** What has been spent until now. */
    public RequestUnits units() {
        long now = nanos.getAsLong();
        return new RequestUnits(
                units.sum(),
                requests.sum(),
                measured.sum(),
                throttles.sum(),
                throttledTime.total(now),
                throttledTime.isNow(now));
    }

    /** Units a second at which requests are let through; infinite where nothing holds them up. */
    double pace() {
        return pace.unitsPerSecond();
    }

    private void settle(Request request, Expectation expectation) {
        if (request.sent == 0) {
            correct(request, -request.expected());
            return;
        }
        requests.add(request.sent);
        units.add(request.expected() * request.sent);
        correct(request, request.expected() * (request.sent - 1));
        if (expectation.made(request.parts(), nanos.getAsLong())) {
            measure(request.kind.database());
        }
    }

    private void measure(String database) {
        Request asking = Request.asking(RequestKind.various(database));
        uses.during(asking, () -> question.ask(database)).ifPresent(charge -> {
            Request about = asking.about;
            if (about != null && isAbout(about, charge, database) && about.measure()) {
                learn(about, charge.units());
            }
        });
    }

    private static boolean isAbout(Request request, ChargeQuestion.Charge charge, String database) {
        return request.kind.database().equals(database) && request.kind.isOf(charge.command());
    }

    private void learn(Request request, double charge) {
        measured.increment();
        double missed = expectation(request.kind).learn(charge, request.parts(), nanos.getAsLong());
        double more = charge - request.expected() + missed;
        units.add(more);
        correct(request, more);
    }

    private void correct(Request request, double more) {
        pace.correct(more, request.reservedAt);
    }
}
