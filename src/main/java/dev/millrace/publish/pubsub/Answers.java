package dev.millrace.publish.pubsub;

import com.google.api.core.ApiFuture;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.DeadlineExceededException;
import com.google.api.gax.rpc.UnaryCallable;
import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the service once and waits for its answer: never longer than a deadline, and so that it can be interrupted. */
final class Answers {

    /** Longer than the deadline that gRPC itself watches, which knows more of what was wrong. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private Answers() {}

    /** A try of that length, and no other one behind our back. */
    static GrpcCallContext once(Duration deadline) {
        return GrpcCallContext.createDefault().withTimeoutDuration(deadline).withRetryableCodes(Set.of());
    }

    static <Q, A> A ask(UnaryCallable<Q, A> callable, Q question, Duration deadline) throws InterruptedException {
        return ask(callable, question, once(deadline), deadline);
    }

    /** @throws ApiException when it fails, in whatever way */
    static <Q, A> A ask(UnaryCallable<Q, A> callable, Q question, GrpcCallContext context, Duration deadline)
            throws InterruptedException {
        ApiFuture<A> answer = callable.futureCall(question, context);
        try {
            return answer.get(deadline.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException known) {
                throw known;
            }
            throw new ApiException(
                    String.valueOf(e.getCause()), e.getCause(), GrpcStatusCode.of(Status.Code.UNKNOWN), false);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new DeadlineExceededException(
                    "no answer within " + deadline, e, GrpcStatusCode.of(Status.Code.DEADLINE_EXCEEDED), true);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }
}
