package dev.millrace.sink.object.gcs;

import com.google.auth.Retryable;
import com.google.cloud.storage.StorageException;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong with Cloud Storage, and what to do. Source of the codes:
 * cloud.google.com/storage/docs/json_api/v1/status-codes.
 */
final class GcsFailure {

    static final int PRECONDITION = 412;

    private GcsFailure() {}

    /**
     * @param doing what failed, as in "write"
     * @param place the object's or bucket's URI
     */
    static MillraceException of(String doing, String place, GcsLocation location, Exception e) {
        if (isInterrupt(e)) {
            Thread.currentThread().interrupt();
            return MillraceException.interrupted(doing + " " + place);
        }
        int code = code(e);
        String problem = "cannot " + doing + " " + place + ": ";
        // The library's message goes on with the session's URL, which lets anybody write to it.
        Throwable cause = String.valueOf(e.getMessage()).contains("upload_id=") ? null : e;
        String said = firstLine(e);
        return switch (code) {
            case 401 -> permission(problem + "not authenticated (" + said + ")", "renew the credentials", cause);
            case 403 ->
                permission(
                        problem + "not allowed (" + said + ")",
                        "grant roles/storage.objectUser on bucket " + location.bucket()
                                + " to the account that millrace runs as",
                        cause);
            case 404 ->
                new MillraceException(
                        FailureKind.NOT_FOUND,
                        problem + "there is no bucket " + location.bucket(),
                        "create it, or correct the name in gs://bucket/prefix",
                        cause);
            case 408, 429, 500, 502, 503, 504 ->
                passing(problem + "Cloud Storage keeps answering " + said, "try again later", cause);
            case PRECONDITION ->
                passing(
                        problem + "somebody else writes the same object",
                        "let only one run write to " + location,
                        cause);
            case 0 -> connection(problem, e, cause);
            default -> failed(problem, said, cause);
        };
    }

    /** As {@link #of}, for what happens once an upload has begun: an upload that was lost can be begun again. */
    static MillraceException ofUpload(String place, GcsLocation location, Exception e) {
        int code = code(e);
        // 404 and 410: the session is gone. 400: the service got other bytes than their checksum says.
        boolean again = code == 400 || code == 404 || code == 410;
        return again
                ? passing("the upload of " + place + " broke off (" + code + ")", "run the same command again", null)
                : of("write", place, location, e);
    }

    /** The service's status code; 0 where there was no answer. */
    static int code(Exception e) {
        StorageException service = find(e, StorageException.class);
        return service == null ? 0 : service.getCode();
    }

    private static MillraceException connection(String problem, Exception e, @Nullable Throwable cause) {
        boolean unreachable = find(e, UnknownHostException.class) != null || find(e, ConnectException.class) != null;
        if (unreachable) {
            return new MillraceException(
                    FailureKind.CONNECTION,
                    problem + "Cloud Storage cannot be reached",
                    "check the network, proxy and STORAGE_EMULATOR_HOST",
                    cause);
        }
        IOException credentials = find(e, IOException.class);
        if (credentials instanceof Retryable refresh && !refresh.isRetryable()) {
            return permission(problem + "the credentials were refused", "renew the credentials", cause);
        }
        return passing(problem + "the connection breaks (" + firstLine(e) + ")", "check the network", cause);
    }

    private static MillraceException failed(String problem, String said, @Nullable Throwable cause) {
        return said.contains("CRC32C") || said.contains("MD5")
                ? passing(problem + "it arrived damaged", "run the same command again", cause)
                : new MillraceException(
                        FailureKind.FAILED, problem + said, "see what Cloud Storage says about it", cause);
    }

    private static MillraceException permission(String problem, String hint, @Nullable Throwable cause) {
        return new MillraceException(FailureKind.PERMISSION, problem, hint, cause);
    }

    private static MillraceException passing(String problem, String hint, @Nullable Throwable cause) {
        return new MillraceException(FailureKind.TRANSIENT, problem, hint, cause);
    }

    private static boolean isInterrupt(Exception e) {
        InterruptedIOException late = find(e, InterruptedIOException.class);
        return Thread.currentThread().isInterrupted()
                || find(e, InterruptedException.class) != null
                || find(e, ClosedByInterruptException.class) != null
                || (late != null && !(late instanceof java.net.SocketTimeoutException));
    }

    private static String firstLine(Exception e) {
        StorageException service = find(e, StorageException.class);
        String message = String.valueOf(service == null ? e.getMessage() : service.getMessage());
        return message.lines().findFirst().orElse(e.getClass().getSimpleName());
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
