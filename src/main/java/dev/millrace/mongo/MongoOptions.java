package dev.millrace.mongo;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a connection takes from elsewhere where its URI says nothing; what the URI says wins. All may be null.
 *
 * @param authSource     the database that holds the user; `admin` where null
 * @param caFile         certificates (PEM) of the authorities to trust instead of the system's
 * @param readConcern    `majority` where null, so that nothing is read that a failover could take back
 * @param requestUnits   most request units a second to spend with Cosmos DB; null for no limit
 */
public record MongoOptions(
        @Nullable String username,
        @Nullable String password,
        @Nullable String authSource,
        @Nullable Path caFile,
        @Nullable ReadPreference readPreference,
        @Nullable ReadConcern readConcern,
        @Nullable Integer requestUnits) {

    public static MongoOptions none() {
        return new MongoOptions(null, null, null, null, null, null, null);
    }

    /** The same with a user; a record would print the password otherwise. */
    @Override
    public String toString() {
        return "MongoOptions[username=" + username + ", authSource=" + authSource + ", caFile=" + caFile + "]";
    }
}
