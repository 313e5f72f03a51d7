package dev.millrace.publish.pubsub;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong with Pub/Sub, and what to do. Source of the codes: cloud.google.com/pubsub/docs/reference/error-codes.
 */
final class PubSubFailure {

    private PubSubFailure() {}

    /** UNKNOWN and CANCELLED too: the service's own client sends such requests again. */
    static boolean mayPass(ApiException e) {
        return switch (code(e).name()) {
            case "UNAVAILABLE",
                    "DEADLINE_EXCEEDED",
                    "RESOURCE_EXHAUSTED",
                    "ABORTED",
                    "INTERNAL",
                    "UNKNOWN",
                    "CANCELLED" -> true;
            default -> false;
        };
    }

    static Code code(ApiException e) {
        return e.getStatusCode().getCode();
    }

    /** @param doing what failed, with its object: `publish to pubsub://project/topic` */
    static MillraceException of(String doing, PubSubTopic topic, ApiException e) {
        String problem = "cannot " + doing + ": ";
        String said = said(e);
        // By name: a switch over the enum would have a static table of it, which a native build makes too early.
        return switch (code(e).name()) {
            case "NOT_FOUND" ->
                new MillraceException(
                        FailureKind.NOT_FOUND,
                        problem + "there is no topic " + topic,
                        "create it with `millrace setup --to " + topic + "`, or correct its name",
                        e);
            case "PERMISSION_DENIED" ->
                new MillraceException(
                        FailureKind.PERMISSION,
                        problem + "not allowed (" + said + ")",
                        "grant roles/pubsub.publisher on the topic to the account that millrace runs as;"
                                + " `millrace setup` shows the command",
                        e);
            case "UNAUTHENTICATED" ->
                new MillraceException(
                        FailureKind.PERMISSION,
                        problem + "not authenticated (" + said + ")",
                        "renew the credentials; their account needs roles/pubsub.publisher on the topic",
                        e);
            case "INVALID_ARGUMENT" ->
                new MillraceException(
                        FailureKind.DATA,
                        problem + "Pub/Sub refuses the message (" + said + ")",
                        "look at the dead letter, and at the topic's schema",
                        e);
            default ->
                mayPass(e)
                        ? passing(problem, said, e)
                        : new MillraceException(
                                FailureKind.FAILED,
                                problem + code(e) + ", " + said,
                                "see what Pub/Sub says about it",
                                e);
        };
    }

    private static MillraceException passing(String problem, String said, ApiException e) {
        if (find(e, UnknownHostException.class) != null || find(e, ConnectException.class) != null) {
            return new MillraceException(
                    FailureKind.CONNECTION,
                    problem + "Pub/Sub cannot be reached (" + said + ")",
                    "check the network, the endpoint and PUBSUB_EMULATOR_HOST",
                    e);
        }
        return new MillraceException(
                FailureKind.TRANSIENT,
                problem + "Pub/Sub keeps answering " + code(e) + " (" + said + ")",
                code(e) == Code.RESOURCE_EXHAUSTED
                        ? "the project's quota for publishing is used up; raise it or wait"
                        : "it is tried again; see status.cloud.google.com if it lasts",
                e);
    }

    private static String said(ApiException e) {
        String message = String.valueOf(e.getMessage());
        String first = message.lines().findFirst().orElse("");
        String prefix = "io.grpc.StatusRuntimeException: ";
        return first.startsWith(prefix) ? first.substring(prefix.length()) : first;
    }

    private static <T> @Nullable T find(Throwable e, Class<T> type) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
