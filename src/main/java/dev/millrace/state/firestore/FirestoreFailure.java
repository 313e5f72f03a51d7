package dev.millrace.state.firestore;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.firestore.FirestoreException;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;

/** Says what Firestore, or the way to it, did not do, and what to do about it. Codes: google.rpc.Code. */
final class FirestoreFailure {

    private static final int DEEPEST = 16;

    private FirestoreFailure() {}

    /**
     * @param attempt what was tried, as a verb phrase
     * @param reached whether Firestore ever answered; what fails after that is likely to come back
     */
    static MillraceException of(String attempt, FirestoreLocation location, Throwable cause, boolean reached) {
        Status.Code code = code(cause);
        return new MillraceException(
                kind(code, reached), "cannot " + attempt + ": " + reason(code, cause), hint(code, location), cause);
    }

    static MillraceException late(String attempt, String waited, boolean reached) {
        return new MillraceException(
                reached ? FailureKind.TRANSIENT : FailureKind.CONNECTION,
                "cannot " + attempt + ": Firestore did not answer within " + waited,
                "check that firestore.googleapis.com can be reached from here");
    }

    private static FailureKind kind(Status.Code code, boolean reached) {
        return switch (code) {
            case PERMISSION_DENIED, UNAUTHENTICATED -> FailureKind.PERMISSION;
            case NOT_FOUND -> FailureKind.NOT_FOUND;
            case UNAVAILABLE, DEADLINE_EXCEEDED -> reached ? FailureKind.TRANSIENT : FailureKind.CONNECTION;
            case ABORTED, CANCELLED, RESOURCE_EXHAUSTED, INTERNAL -> FailureKind.TRANSIENT;
            case OK,
                    UNKNOWN,
                    INVALID_ARGUMENT,
                    ALREADY_EXISTS,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    DATA_LOSS -> FailureKind.FAILED;
        };
    }

    private static String reason(Status.Code code, Throwable cause) {
        return switch (code) {
            case UNAVAILABLE, DEADLINE_EXCEEDED -> "Firestore cannot be reached";
            case ABORTED -> "too many others write the same document";
            case RESOURCE_EXHAUSTED -> "the quota of Firestore is used up";
            case NOT_FOUND -> "there is no such database";
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    INVALID_ARGUMENT,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    INTERNAL,
                    DATA_LOSS,
                    UNAUTHENTICATED -> code + ", " + cause.getMessage();
        };
    }

    private static String hint(Status.Code code, FirestoreLocation location) {
        return switch (code) {
            case PERMISSION_DENIED ->
                "grant roles/datastore.user on project " + location.project() + " to this service account";
            case UNAUTHENTICATED -> "give credentials: gcloud auth application-default login, or a service account";
            case NOT_FOUND ->
                "create it: gcloud firestore databases create --project=" + location.project() + " --database='"
                        + location.database() + "'";
            case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, CANCELLED, INTERNAL ->
                "try again; where it stays, check that firestore.googleapis.com can be reached from here";
            case RESOURCE_EXHAUSTED -> "raise the quota of the project, or save less often";
            case OK,
                    UNKNOWN,
                    INVALID_ARGUMENT,
                    ALREADY_EXISTS,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    DATA_LOSS -> "--debug shows where it happened";
        };
    }

    private static Status.Code code(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof FirestoreException known && known.getStatus() != null) {
                return known.getStatus().getCode();
            }
            if (cause instanceof ApiException known) {
                return Status.Code.valueOf(known.getStatusCode().getCode().name());
            }
            if (cause instanceof StatusRuntimeException known) {
                return known.getStatus().getCode();
            }
            if (cause instanceof StatusException known) {
                return known.getStatus().getCode();
            }
            cause = cause.getCause();
        }
        return Status.Code.UNKNOWN;
    }
}
