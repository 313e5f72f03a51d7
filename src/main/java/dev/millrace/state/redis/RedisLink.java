package dev.millrace.state.redis;

import dev.millrace.model.MillraceException;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands to Redis and waits for the answers, for a bounded time. Made for virtual threads, safe for many of
 * them; never to be called on an event loop. Connections are made when needed and again after they broke.
 */
final class RedisLink implements AutoCloseable {

    private static final int CONNECTIONS = 16;
    private static final int WAITING = 100_000;

    private final RedisAddress address;
    private final Duration timeout;
    private final Redis redis;
    private final Runnable onClose;
    private volatile boolean reached;

    /** @param vertx stays the caller's, who closes it after this link */
    RedisLink(Vertx vertx, RedisAddress address, Duration timeout) {
        this(vertx, address, timeout, () -> {});
    }

    private RedisLink(Vertx vertx, RedisAddress address, Duration timeout, Runnable onClose) {
        this.address = address;
        this.timeout = timeout;
        this.onClose = onClose;
        int millis = Math.toIntExact(timeout.toMillis());
        NetClientOptions net = new NetClientOptions()
                .setConnectTimeout(millis)
                .setTcpKeepAlive(true)
                // A frozen peer must not keep its connections for ever: they are closed when nothing comes back.
                .setReadIdleTimeout((int) Math.max(2, timeout.toSeconds() * 2))
                .setHostnameVerificationAlgorithm(address.tls() ? "HTTPS" : "");
        RedisOptions options = new RedisOptions()
                .setConnectionString(address.connectionString())
                .setType(address.cluster() ? RedisClientType.CLUSTER : RedisClientType.STANDALONE)
                .setNetClientOptions(net)
                .setMaxPoolSize(CONNECTIONS)
                .setMaxPoolWaiting(WAITING);
        if (address.user().isEmpty() && !address.password().isEmpty()) {
            options.setPassword(address.password());
        }
        redis = Redis.createClient(vertx, options);
    }

    /** A link with event loops of its own, which live until it is closed: also while the program is shutting down. */
    static RedisLink open(RedisAddress address, Duration timeout) {
        Vertx vertx = Vertx.vertx();
        return new RedisLink(
                vertx,
                address,
                timeout,
                () -> vertx.close().toCompletionStage().toCompletableFuture().join());
    }

    RedisAddress address() {
        return address;
    }

    /** The answer; null where Redis says nil. */
    @Nullable
    Response send(Request request) {
        return await(start(request));
    }

    /** Sends all at once and waits for all; some may have been carried out when it fails. */
    List<@Nullable Response> sendAll(List<Request> requests) {
        List<CompletableFuture<Response>> answers =
                requests.stream().map(this::start).toList();
        List<@Nullable Response> responses = new ArrayList<>(answers.size());
        for (CompletableFuture<Response> answer : answers) {
            responses.add(await(answer));
        }
        return responses;
    }

    /** Runs a script that answers with a list. */
    Response eval(Script script, List<String> keys, List<String> arguments) {
        return eval(script, keys, arguments, List.of());
    }

    /** The same with arguments that are no text, which come behind those that are. */
    Response eval(Script script, List<String> keys, List<String> arguments, List<byte[]> more) {
        CompletableFuture<Response> answer = start(request(Command.EVALSHA, script.sha(), keys, arguments, more))
                .exceptionallyCompose(
                        failure -> String.valueOf(failure.getMessage()).contains("NOSCRIPT")
                                ? start(request(Command.EVAL, script.body(), keys, arguments, more))
                                : CompletableFuture.failedFuture(failure));
        Response response = await(answer);
        if (response == null) {
            throw new IllegalStateException("a script answered with nothing");
        }
        return response;
    }

    @Override
    public void close() {
        redis.close();
        onClose.run();
    }

    private CompletableFuture<Response> start(Request request) {
        return redis.send(request).toCompletionStage().toCompletableFuture();
    }

    private static Request request(
            Command command, String script, List<String> keys, List<String> arguments, List<byte[]> more) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        more.forEach(request::arg);
        return request;
    }

    private @Nullable Response await(CompletableFuture<Response> answer) {
        try {
            Response response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            reached = true;
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillraceException.interrupted("Waiting for Redis at " + address);
        } catch (TimeoutException e) {
            throw RedisFailure.late(address, timeout.toMillis() + " ms", reached);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw RedisFailure.of(cause, address, reached);
        }
    }
}
