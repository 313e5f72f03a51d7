package dev.millrace.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientException;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.mongo.cosmos.CosmosAddress;
import dev.millrace.mongo.cosmos.CosmosKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A MongoDB URI that has been parsed. Format: the connection string specification of MongoDB's drivers.
 *
 * @param driver what the driver made of it
 * @param caFile the option `tlsCAFile`, which this driver does not know and other drivers do; null where not given
 */
public record MongoUri(ConnectionString driver, @Nullable Path caFile) {

    private static final String HIDDEN = "…";
    private static final String ADVICE =
            "write it as mongodb://user:password@host:27017/database and percent-encode the"
                    + " special characters of user and password (@ is %40, : is %3A, / is %2F, % is %25)";

    /** Options that say where and how to read, and never who asks. */
    private static final Set<String> SHOWN =
            Set.of("replicaset", "directconnection", "tls", "ssl", "readpreference", "readconcernlevel", "compressors");

    /** Parses the URI; one of `mongodb+srv` is looked up in DNS, which may fail with kind CONNECTION. */
    public static MongoUri parse(String uri) {
        try {
            return parseOrThrow(CosmosAddress.mended(uri.strip()));
        } catch (IllegalArgumentException e) {
            // Neither the driver's text nor the cause: both may quote the part of the URI that holds the password.
            throw MillraceException.usage("the MongoDB URI " + redacted(uri) + " is not valid: " + why(e), ADVICE);
        } catch (MongoClientException e) {
            throw new MillraceException(
                    FailureKind.CONNECTION,
                    "the MongoDB URI " + redacted(uri) + " cannot be resolved in DNS",
                    "check the host name; mongodb+srv needs SRV and TXT records that this machine can look up");
        }
    }

    /** Whether the host belongs to Azure Cosmos DB for MongoDB (RU), which lacks some of MongoDB's commands. */
    public boolean isCosmos() {
        return CosmosAddress.SET_NAME.equals(driver.getRequiredReplicaSetName())
                || cosmosKind().equals(Optional.of(CosmosKind.RU));
    }

    /** Which service of Azure Cosmos DB the host belongs to; empty where to none. */
    Optional<CosmosKind> cosmosKind() {
        return driver.getHosts().stream()
                .map(CosmosAddress::ofHost)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * The URI without user, password and every option that could hold a secret. What does not parse cleanly is
     * hidden whole but for its scheme, because a password with a raw `/` or `@` may stand anywhere in it.
     */
    public static String redacted(String uri) {
        String text = CosmosAddress.mended(uri.strip());
        int schemeEnd = text.indexOf("://");
        if (schemeEnd < 0) {
            return HIDDEN;
        }
        String scheme = text.substring(0, schemeEnd + 3);
        if (!scheme.equals("mongodb://") && !scheme.equals("mongodb+srv://")) {
            return HIDDEN;
        }
        String rest = text.substring(schemeEnd + 3);
        int query = rest.indexOf('?');
        String location = query < 0 ? rest : rest.substring(0, query);
        int slash = location.indexOf('/');
        String authority = slash < 0 ? location : location.substring(0, slash);
        String path = slash < 0 ? "" : location.substring(slash);
        String hosts = authority.substring(authority.lastIndexOf('@') + 1);
        List<String> options = shownOptions(query < 0 ? "" : rest.substring(query + 1));
        if (options == null
                || path.contains("@")
                || !hosts.matches(
                        "[A-Za-z0-9._-]+(:\\d{1,5})?(,[A-Za-z0-9._-]+(:\\d{1,5})?)*|\\[[0-9a-fA-F:.]+](:\\d{1,5})?")) {
            return scheme + HIDDEN;
        }
        String shown = options.isEmpty() ? "" : "?" + String.join("&", options);
        return scheme
                + hosts
                + (path.equals("/") && shown.isEmpty() ? "" : path.isEmpty() && !shown.isEmpty() ? "/" : path)
                + shown;
    }

    /** The options worth showing; null where the query is not one, but perhaps a part of a password. */
    private static @Nullable List<String> shownOptions(String query) {
        List<String> shown = new ArrayList<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("[&;]", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? "" : pair.substring(0, equals).toLowerCase(Locale.ROOT);
            if (name.isEmpty() || (pair.contains("@") && !name.equals("appname"))) {
                return null;
            }
            if (SHOWN.contains(name)) {
                shown.add(pair);
            }
        }
        return shown;
    }

    private static MongoUri parseOrThrow(String uri) {
        refuseRawPassword(uri);
        int query = uri.indexOf('?');
        if (query < 0) {
            return new MongoUri(new ConnectionString(uri), null);
        }
        Path caFile = null;
        List<String> kept = new ArrayList<>();
        for (String pair : uri.substring(query + 1).split("&", -1)) {
            if (pair.toLowerCase(Locale.ROOT).startsWith("tlscafile=")) {
                caFile = Path.of(URLDecoder.decode(pair.substring("tlscafile=".length()), StandardCharsets.UTF_8));
            } else {
                kept.add(pair);
            }
        }
        return new MongoUri(new ConnectionString(uri.substring(0, query + 1) + String.join("&", kept)), caFile);
    }

    /**
     * The driver ends the hosts at the first slash. Where an @ follows in the path, user and password reach to there: a
     * part of the password would be looked up as a host, and be shown as one.
     */
    private static void refuseRawPassword(String uri) {
        int hosts = uri.indexOf("://") + 3;
        int slash = uri.indexOf('/', hosts);
        int query = uri.indexOf('?', hosts);
        int at = slash < 0 ? -1 : uri.indexOf('@', slash);
        if (at >= 0 && (query < slash || at < query)) {
            throw new IllegalArgumentException("the user information holds a slash");
        }
    }

    private static String why(IllegalArgumentException refusal) {
        String text = String.valueOf(refusal.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("must start with")) {
            return "it must start with mongodb:// or mongodb+srv://";
        }
        if (text.contains("user information") || text.contains("urldecoder")) {
            return "its user or password holds a character that must be percent-encoded";
        }
        if (text.contains("port")) {
            return "a port is not a number, or the password holds a character that must be percent-encoded";
        }
        return text.contains("option")
                ? "its options are not name=value pairs after /?"
                : "its parts cannot be told apart";
    }
}
