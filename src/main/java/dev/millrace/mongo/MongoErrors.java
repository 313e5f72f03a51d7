package dev.millrace.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.connection.ClusterDescription;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.mongo.cosmos.Throttling;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.bson.BSONException;
import org.jspecify.annotations.Nullable;

/**
 * Turns failures of the driver into what the user is told: what failed, where, and what to do. Messages hold no
 * credentials and no document contents: of a server's own text only what it says of the query is repeated.
 */
public final class MongoErrors {

    private static final Set<String> TRANSIENT_LABELS =
            Set.of("RetryableWriteError", "TransientTransactionError", "ResumableChangeStreamError");

    /** The server's roles for what we do. */
    private static final String READ = "read";

    private static final String WRITE = "readWrite";

    private final Supplier<ClusterDescription> cluster;
    private final @Nullable String user;
    private volatile boolean reached;

    /**
     * @param cluster what the driver knows of the servers now
     * @param user    who is logged in; null where nobody is
     */
    MongoErrors(Supplier<ClusterDescription> cluster, @Nullable String user) {
        this.cluster = cluster;
        this.user = user;
    }

    /**
     * To be called when a command has succeeded: from then on an unreachable server is a failover or an outage, worth
     * another try, and no longer a wrong address.
     */
    public void reached() {
        reached = true;
    }

    /**
     * @param attempt  what was tried, as a verb phrase: `read shop.orders chunk 12`
     * @param database where a privilege would be missing
     */
    public MillraceException explain(String attempt, String database, RuntimeException failure) {
        return explain(attempt, database, READ, kind(failure), failure);
    }

    /** The same for an attempt to write: another role is missing, and the server's text may quote a document. */
    public MillraceException explainWrite(String attempt, String database, RuntimeException failure) {
        FailureKind kind = kind(failure);
        return explain(attempt, database, WRITE, kind == FailureKind.USAGE ? FailureKind.FAILED : kind, failure);
    }

    private MillraceException explain(
            String attempt, String database, String role, FailureKind kind, RuntimeException failure) {
        if (failure instanceof MillraceException explained) {
            return explained;
        }
        if (kind == FailureKind.INTERRUPTED || Thread.currentThread().isInterrupted()) {
            Thread.currentThread().interrupt();
            return MillraceException.interrupted("the attempt to " + attempt);
        }
        String reason = role.equals(WRITE) && failure instanceof MongoCommandException command
                ? Reasons.withoutText(command)
                : reason(failure);
        return new MillraceException(
                kind, "cannot " + attempt + ": " + reason, hint(kind, database, role, failure), failure);
    }

    /** Whether the failure means that the server does not know or allow this command or option, and works otherwise. */
    public static boolean isRefusal(MongoException failure) {
        return failure instanceof MongoCommandException refused
                && !ServerCodes.TRANSIENT.contains(refused.getErrorCode())
                && refused.getErrorCode() != ServerCodes.AUTHENTICATION_FAILED;
    }

    /** Whether the user lacks a privilege. */
    public static boolean isUnauthorized(MongoException failure) {
        return failure.getCode() == ServerCodes.UNAUTHORIZED;
    }

    public FailureKind kind(RuntimeException failure) {
        FailureKind unreachable = reached ? FailureKind.TRANSIENT : FailureKind.CONNECTION;
        return switch (failure) {
            case MongoInterruptedException _ -> FailureKind.INTERRUPTED;
            case MongoIncompatibleDriverException _, MongoConfigurationException _ -> FailureKind.CONNECTION;
            case MongoSecurityException security ->
                security.getCause() instanceof MongoSocketException ? unreachable : FailureKind.PERMISSION;
            // What befalls a thread that waits for a connection while another thread's breaks.
            case MongoTimeoutException _, MongoConnectionPoolClearedException _, MongoServerUnavailableException _ ->
                unreachable;
            case MongoSocketException socket ->
                Causes.find(socket, SSLException.class) == null ? unreachable : FailureKind.CONNECTION;
            case MongoException server -> serverKind(server);
            case BSONException _ -> FailureKind.DATA;
            default -> FailureKind.FAILED;
        };
    }

    private static FailureKind serverKind(MongoException failure) {
        int code = failure.getCode();
        if (ServerCodes.TRANSIENT.contains(code) || TRANSIENT_LABELS.stream().anyMatch(failure::hasErrorLabel)) {
            return FailureKind.TRANSIENT;
        }
        if (ServerCodes.PERMISSION.contains(code)) {
            return FailureKind.PERMISSION;
        }
        if (code == ServerCodes.NAMESPACE_NOT_FOUND) {
            return FailureKind.NOT_FOUND;
        }
        if (ServerCodes.QUERY.contains(code)) {
            return FailureKind.USAGE;
        }
        if (code == ServerCodes.OUT_OF_DISK_SPACE) {
            return FailureKind.NO_SPACE;
        }
        return ServerCodes.DATA.contains(code) ? FailureKind.DATA : FailureKind.FAILED;
    }

    private String reason(RuntimeException failure) {
        return switch (failure) {
            case MongoIncompatibleDriverException old -> Reasons.tooOld(old.getClusterDescription());
            case MongoConfigurationException _ -> "the servers' names cannot be looked up in DNS";
            case MongoSecurityException security ->
                security.getCause() instanceof MongoSocketException socket
                        ? Reasons.socket(socket)
                        : Reasons.notAuthenticated(user);
            case MongoTimeoutException _ -> Reasons.unreachable(cluster.get());
            case MongoConnectionPoolClearedException _, MongoServerUnavailableException _ ->
                "the connections to the server were given up after an error of one of them";
            case MongoSocketException socket -> Reasons.socket(socket);
            case MongoException server -> Reasons.server(server);
            case BSONException _ -> "the server's answer is not valid BSON";
            default -> failure.getClass().getSimpleName();
        };
    }

    private static boolean throttled(RuntimeException failure) {
        return Throttling.retryAfter(failure, false).isPresent();
    }

    private String hint(FailureKind kind, String database, String role, RuntimeException failure) {
        return switch (kind) {
            case PERMISSION ->
                failure instanceof MongoSecurityException
                        ? "check user, password and authSource, the database that holds the user"
                        : "grant the " + role + " role on " + database + " to "
                                + (user == null ? "this client" : "user " + user);
            case CONNECTION ->
                failure instanceof MongoIncompatibleDriverException old
                        ? Reasons.upgrade(old.getClusterDescription())
                        : Reasons.remedy(failure, cluster.get());
            case USAGE -> "check the filter and the projection";
            case TRANSIENT ->
                failure instanceof MongoSocketReadTimeoutException
                        ? "try again; where queries may take this long, raise socketTimeoutMS in the URI"
                        : throttled(failure)
                                ? "raise the account's throughput, or give a --max-ru below what it has left for this"
                                : "try again; the server or the network is not steady";
            case NOT_FOUND -> "check the name of database and collection";
            case NO_SPACE -> "make room on the server's disk, then run the same command again to resume";
            case DATA -> "look at the server's log; `validate` on the server checks a collection";
            default -> "look at the server's log; --debug shows where it happened";
        };
    }
}
