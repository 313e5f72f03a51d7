package dev.millrace.publish.pubsub;

import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import io.grpc.CallOptions;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends a batch until it is stored or never will be. A failure that may pass is waited out between nothing and a bound
 * that doubles ("full jitter"), up to a deadline; a batch that is refused is halved until the refused message is alone.
 * Blocks the calling thread, which is a virtual one. Safe for use by many threads.
 */
final class BatchSender {

    /** Below this gzip saves nothing. */
    private static final int WORTH_COMPRESSING = 1_024;

    private static final Duration SHORTEST_TRY = Duration.ofMillis(100);

    private final PubSubTopic topic;
    private final PubSubClient client;
    private final PublishSettings settings;
    private final RandomGenerator random;
    private final PublishMeter meter;

    BatchSender(
            PubSubTopic topic,
            PubSubClient client,
            PublishSettings settings,
            RandomGenerator random,
            PublishMeter meter) {
        this.topic = topic;
        this.client = client;
        this.settings = settings;
        this.random = random;
        this.meter = meter;
    }

    /** Marks those that will not be stored; gives back why no more of this key can be sent, null where they can. */
    @Nullable
    MillraceException send(List<Pending> batch) {
        MillraceException failure;
        try {
            failure = sendPart(batch);
        } catch (InterruptedException e) {
            // This thread ends with its batch.
            Thread.currentThread().interrupt();
            failure = MillraceException.interrupted("publishing to " + topic);
            failAll(batch, failure);
        } catch (RuntimeException | Error e) {
            // Whatever it is: nobody may wait for ever for what becomes of these messages.
            failure = new MillraceException(
                    FailureKind.FAILED, "cannot publish to " + topic + ": " + e, "see the stack trace with --debug", e);
            failAll(batch, failure);
        }
        return failure;
    }

    private @Nullable MillraceException sendPart(List<Pending> part) throws InterruptedException {
        PublishRequest request = request(part);
        long deadline = System.nanoTime() + settings.patience().total().toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                publish(request, deadline - System.nanoTime());
                return null;
            } catch (ApiException e) {
                if (PubSubFailure.code(e) == Code.INVALID_ARGUMENT) {
                    return refused(part, e);
                }
                Duration wait = wait(attempt);
                boolean late = System.nanoTime() + wait.toNanos() >= deadline;
                if (!PubSubFailure.mayPass(e) || late) {
                    MillraceException failure = PubSubFailure.of("publish to " + topic, topic, e);
                    failAll(part, failure);
                    return failure;
                }
                meter.retried();
                Thread.sleep(wait);
                client.reconnectAtOnce();
            }
        }
    }

    /** The others of a batch are stored all the same, and in their order. */
    private @Nullable MillraceException refused(List<Pending> part, ApiException e) throws InterruptedException {
        if (part.size() == 1) {
            part.getFirst().fail(PubSubFailure.of("publish to " + topic, topic, e));
            return null;
        }
        int half = part.size() / 2;
        MillraceException failure = sendPart(part.subList(0, half));
        if (failure != null) {
            failAll(part.subList(half, part.size()), failure);
            return failure;
        }
        return sendPart(part.subList(half, part.size()));
    }

    private void publish(PublishRequest request, long nanosLeft) throws InterruptedException {
        Duration left = Duration.ofNanos(Math.max(nanosLeft, SHORTEST_TRY.toNanos()));
        Duration rpc = settings.patience().rpc();
        Duration deadline = rpc.compareTo(left) < 0 ? rpc : left;
        GrpcCallContext context = Answers.once(deadline);
        if (settings.compression() && request.getSerializedSize() >= WORTH_COMPRESSING) {
            context = context.withCallOptions(CallOptions.DEFAULT.withCompression("gzip"));
        }
        long begin = System.nanoTime();
        PublishResponse response = Answers.ask(client.publisher().publishCallable(), request, context, deadline);
        meter.answered(System.nanoTime() - begin);
        if (response.getMessageIdsCount() != request.getMessagesCount()) {
            throw new IllegalStateException("Pub/Sub confirmed " + response.getMessageIdsCount() + " of "
                    + request.getMessagesCount() + " messages");
        }
    }

    private PublishRequest request(List<Pending> part) {
        PublishRequest.Builder request = PublishRequest.newBuilder().setTopic(topic.path());
        part.forEach(pending -> request.addMessages(pending.message()));
        return request.build();
    }

    private Duration wait(int attempt) {
        PublishSettings.Patience patience = settings.patience();
        long bound = Math.min(patience.longest().toNanos(), patience.first().toNanos() << Math.min(attempt - 1, 10));
        return Duration.ofNanos(random.nextLong(bound + 1));
    }

    private static void failAll(List<Pending> part, MillraceException failure) {
        part.forEach(pending -> pending.fail(failure));
    }
}
