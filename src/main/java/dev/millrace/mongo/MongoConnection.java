package dev.millrace.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ClusterType;
import dev.millrace.mongo.cosmos.CosmosAddress;
import dev.millrace.mongo.cosmos.CosmosKind;
import dev.millrace.mongo.cosmos.RequestBudget;
import java.nio.file.Path;
import java.util.Optional;
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

    /** What the portal's connection strings say. */
    private static final int COSMOS_IDLE_SECONDS = 120;

    private final MongoClient client;
    private final MongoUri uri;
    private final String description;
    private final MongoErrors errors;
    private final RequestBudget budget;
    private volatile boolean cosmos;

    private MongoConnection(MongoUri uri, MongoOptions options, String description) {
        MongoCredential credential = credential(uri.driver(), options);
        @Nullable Integer most = options.requestUnits();
        this.budget = new RequestBudget(
                this::isCosmos, this::client, most == null ? Double.POSITIVE_INFINITY : most, System::nanoTime);
        this.cosmos = uri.isCosmos();
        this.client = MongoClients.create(MongoClientSettings.builder(settings(uri, options, credential))
                .applyToConnectionPoolSettings(pool -> pool.addConnectionPoolListener(budget.connections()))
                .build());
        this.uri = uri;
        this.description = description;
        this.errors =
                new MongoErrors(client::getClusterDescription, credential == null ? null : credential.getUserName());
    }

    public static MongoConnection open(String uri, MongoOptions options) {
        return new MongoConnection(MongoUri.parse(uri), options, MongoUri.redacted(uri));
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

    /** Asks again what fails in passing, at the pace that the server allows. */
    public Retries retries(Backoff backoff) {
        return new Retries(errors, budget, backoff, "admin");
    }

    /** What the server charges for; every request that may cost much goes through it. */
    public RequestBudget budget() {
        return budget;
    }

    /** Whether this is Azure Cosmos DB for MongoDB (RU), as far as is known: by its address, or once it has answered. */
    public boolean isCosmos() {
        if (!cosmos) {
            cosmos = client.getClusterDescription().getServerDescriptions().stream()
                    .anyMatch(server -> CosmosAddress.SET_NAME.equals(server.getSetName()));
        }
        return cosmos;
    }

    /** Which service of Azure Cosmos DB this is; empty for any other server. */
    public Optional<CosmosKind> cosmosKind() {
        return isCosmos() ? Optional.of(CosmosKind.RU) : uri.cosmosKind();
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
            // Cosmos DB puts the name of its type into each answer, and no other server does.
            cosmos |= info.containsKey("_t");
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
        if (uri.isCosmos()) {
            adapt(settings, driver);
        }
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

    /** An RU account has no retryable writes, and ends connections that are idle for some minutes. */
    private static void adapt(MongoClientSettings.Builder settings, ConnectionString uri) {
        settings.retryWrites(false);
        if (uri.getMaxConnectionIdleTime() == null) {
            settings.applyToConnectionPoolSettings(
                    pool -> pool.maxConnectionIdleTime(COSMOS_IDLE_SECONDS, TimeUnit.SECONDS));
        }
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
