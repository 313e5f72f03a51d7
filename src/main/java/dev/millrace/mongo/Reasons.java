package dev.millrace.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import dev.millrace.mongo.cosmos.CosmosAddress;
import dev.millrace.mongo.cosmos.CosmosKind;
import dev.millrace.mongo.cosmos.Throttling;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The sentences behind {@link MongoErrors}. Addresses are named, credentials and documents never. */
final class Reasons {

    private static final int LONGEST_SERVER_TEXT = 300;

    private Reasons() {}

    static String unreachable(ClusterDescription cluster) {
        if (cluster.getServerDescriptions().isEmpty()) {
            return "the servers' names cannot be looked up in DNS";
        }
        return cluster.getServerDescriptions().stream()
                .map(server -> place(server.getAddress()) + " " + state(server))
                .sorted()
                .collect(Collectors.joining("; "));
    }

    private static String state(ServerDescription server) {
        if (server.isOk()) {
            return "answers but does not match the read preference (no primary is known?)";
        }
        Throwable exception = server.getException();
        return exception == null ? "does not answer" : state(exception);
    }

    private static String state(Throwable failure) {
        SSLException tls = Causes.find(failure, SSLException.class);
        if (tls != null) {
            return "refuses the TLS handshake (" + tls.getMessage() + ")";
        }
        if (Causes.find(failure, UnknownHostException.class) != null) {
            return "is a name that cannot be resolved";
        }
        if (Causes.find(failure, ConnectException.class) != null) {
            return "refuses the connection";
        }
        if (Causes.find(failure, SocketTimeoutException.class) != null) {
            return "does not answer in time";
        }
        return failure instanceof MongoSocketReadException ? "closes the connection" : "cannot be reached";
    }

    static String socket(MongoSocketException failure) {
        if (failure instanceof MongoSocketReadTimeoutException) {
            return place(failure.getServerAddress()) + " did not answer within the socket timeout";
        }
        String state = state(failure);
        return place(failure.getServerAddress())
                + (state.equals("cannot be reached") ? " lost the connection" : " " + state);
    }

    static String notAuthenticated(@Nullable String user) {
        return user == null
                ? "the server does not accept the credentials"
                : "the server does not accept user " + user + " with this password";
    }

    /** What the server said: its code always, its text only where that speaks of the query. */
    static String server(MongoException failure) {
        if (MongoErrors.isUnauthorized(failure)) {
            return "not authorized";
        }
        if (failure.getCode() == ServerCodes.CURSOR_NOT_FOUND) {
            return "the server has lost the cursor (error 43)";
        }
        if (!(failure instanceof MongoCommandException command)) {
            return "error " + failure.getCode();
        }
        return ServerCodes.QUERY.contains(command.getErrorCode())
                ? withoutText(command) + ", " + shortened(command.getErrorMessage())
                : withoutText(command);
    }

    /** What a command's error says by its code alone. */
    static String withoutText(MongoCommandException command) {
        if (MongoErrors.isUnauthorized(command)) {
            return "not authorized";
        }
        if (Throttling.isThrottled(command.getErrorCode())) {
            return "the account's request units are used up (error " + command.getErrorCode() + ", too many requests)";
        }
        String name = command.getErrorCodeName();
        return "error " + command.getErrorCode() + (name.isEmpty() ? "" : " " + name);
    }

    static String tooOld(ClusterDescription cluster) {
        return incompatible(cluster).stream()
                .map(server -> place(server.getAddress()) + " speaks wire version " + server.getMaxWireVersion()
                        + ", older than MongoDB 4.2 (wire version 8)")
                .sorted()
                .collect(Collectors.joining("; "));
    }

    static String upgrade(ClusterDescription cluster) {
        return incompatible(cluster).stream()
                .filter(Reasons::isCosmos)
                .findFirst()
                .map(server -> "raise the Cosmos DB account's version, in the portal under Settings, Features, Upgrade"
                        + " Mongo server version (no downtime), or with `az cosmosdb update --name "
                        + account(server.getAddress().getHost())
                        + " --resource-group GROUP --server-version 4.2`")
                .orElse("millrace needs MongoDB 4.2 or newer: upgrade the server");
    }

    private static boolean isCosmos(ServerDescription server) {
        return CosmosAddress.SET_NAME.equals(server.getSetName())
                || CosmosAddress.ofHost(server.getAddress().getHost()).equals(Optional.of(CosmosKind.RU));
    }

    /** The account's name is the first part of its host's, behind which a region may stand. */
    private static String account(String host) {
        return CosmosAddress.ofHost(host).isPresent() ? host.substring(0, host.indexOf('.')) : "ACCOUNT";
    }

    static String remedy(RuntimeException failure, ClusterDescription cluster) {
        List<Throwable> failures = new ArrayList<>(List.of(failure));
        cluster.getServerDescriptions().forEach(server -> {
            if (server.getException() != null) {
                failures.add(server.getException());
            }
        });
        if (failures.stream().anyMatch(f -> Causes.find(f, SSLException.class) != null)) {
            return "check tls in the URI, the host name in the server's certificate, and its authority (tlsCAFile)";
        }
        if (failures.stream().anyMatch(f -> Causes.find(f, UnknownHostException.class) != null)) {
            return "check the host name in the URI";
        }
        return "check host and port, that the server runs, and that firewalls and its access list let this machine in";
    }

    private static List<ServerDescription> incompatible(ClusterDescription cluster) {
        return cluster.getServerDescriptions().stream()
                .filter(server -> !server.isCompatibleWithDriver())
                .toList();
    }

    private static String place(ServerAddress address) {
        return address.getHost() + ":" + address.getPort();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_SERVER_TEXT ? text : text.substring(0, LONGEST_SERVER_TEXT) + "…";
    }
}
