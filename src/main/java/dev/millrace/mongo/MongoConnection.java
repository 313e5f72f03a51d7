package dev.millrace.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ClusterType;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * One client of one MongoDB deployment. Opening it does not talk to the server; the first command does. Safe for use
 * by many threads.
 */
public final class MongoConnection implements AutoCloseable {

    private static final int SERVER_SELECTION_SECONDS = 10;

    /**
     * The driver would wait for ever for a server that is frozen and keeps its connections. Long, because a query on
     * a view may rightly take minutes to its first document.
     */
    private static final int READ_TIMEOUT_MINUTES = 5;

    private final MongoClient client;
    private final MongoUri uri;
    private final String description;
    private final MongoErrors errors;

    private MongoConnection(MongoClient client, MongoUri uri, String description, MongoErrors errors) {
        this.client = client;
        this.uri = uri;
        this.description = description;
        this.errors = errors;
    }

    public static MongoConnection open(String uri, MongoOptions options) {
        MongoUri parsed = MongoUri.parse(uri);
        MongoCredential credential = credential(parsed.driver(), options);
        MongoClient client = MongoClients.create(settings(parsed, options, credential));
        String user = credential == null ? null : credential.getUserName();
        return new MongoConnection(
                client, parsed, MongoUri.redacted(uri), new MongoErrors(client::getClusterDescription, user));
    }

    public MongoClient client() {
        return client;
    }

    /** The URI without its secrets. */
    public String description() {
        return description;
    }

    /** The database that the URI names, or null. */
    public @Nullable String database() {
        return uri.driver().getDatabase();
    }

    /** Turns this connection's failures into what the user is told. */
    public MongoErrors errors() {
        return errors;
    }

    /** Whether this is Azure Cosmos DB for MongoDB (RU). */
    public boolean isCosmos() {
        return uri.isCosmos();
    }

    /** Whether a mongos answers; known once a command has succeeded. */
    public boolean isSharded() {
        return client.getClusterDescription().getType() == ClusterType.SHARDED;
    }

    /** Asks the server for its version, for example `8.0.4`; fails as every first command does. */
    public String serverVersion() {
        try {
            BsonDocument info = client.getDatabase("admin")
                    .runCommand(new BsonDocument("buildInfo", new BsonInt32(1)), BsonDocument.class);
            errors.reached();
            return info.getString("version").getValue();
        } catch (MongoException e) {
            throw errors.explain("connect to " + description, "admin", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    static MongoClientSettings settings(MongoUri uri, MongoOptions options, @Nullable MongoCredential credential) {
        ConnectionString driver = uri.driver();
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyConnectionString(driver)
                .uuidRepresentation(UuidRepresentation.STANDARD);
        if (driver.getApplicationName() == null) {
            settings.applicationName("millrace");
        }
        if (driver.getServerSelectionTimeout() == null) {
            settings.applyToClusterSettings(
                    cluster -> cluster.serverSelectionTimeout(SERVER_SELECTION_SECONDS, TimeUnit.SECONDS));
        }
        if (driver.getSocketTimeout() == null) {
            settings.applyToSocketSettings(socket -> socket.readTimeout(READ_TIMEOUT_MINUTES, TimeUnit.MINUTES));
        }
        if (driver.getReadPreference() == null && options.readPreference() != null) {
            settings.readPreference(options.readPreference());
        }
        if (driver.getReadConcern() == null) {
            settings.readConcern(readConcern(uri, options));
        }
        if (credential != null) {
            settings.credential(credential);
        }
        Path caFile = uri.caFile() == null ? options.caFile() : uri.caFile();
        if (caFile != null && !Boolean.FALSE.equals(driver.getSslEnabled())) {
            settings.applyToSslSettings(tls -> tls.enabled(true).context(CertificateAuthorities.trusting(caFile)));
        }
        return settings.build();
    }

    private static ReadConcern readConcern(MongoUri uri, MongoOptions options) {
        if (options.readConcern() != null) {
            return options.readConcern();
        }
        // Cosmos DB maps the concern to an account-wide consistency and may refuse one above the account's own.
        return uri.isCosmos() ? ReadConcern.DEFAULT : ReadConcern.MAJORITY;
    }

    private static @Nullable MongoCredential credential(ConnectionString uri, MongoOptions options) {
        if (uri.getCredential() != null || options.username() == null) {
            return uri.getCredential();
        }
        String authSource = options.authSource() == null ? "admin" : options.authSource();
        char[] password =
                options.password() == null ? new char[0] : options.password().toCharArray();
        return MongoCredential.createCredential(options.username(), authSource, password);
    }
}
