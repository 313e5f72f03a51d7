package dev.millrace.sink.postgres;

import io.vertx.sqlclient.Row;
import java.time.Duration;

/** What a server tells about itself. */
public record ServerFacts(PostgresClient client, Duration patience) {

    /** By the narrowest of the server's, the database's and the user's limits; sessions kept for others are not free. */
    private static final String FREE = """
            SELECT least(
              current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true), '0')::int
                - (SELECT sum(numbackends) FROM pg_stat_database),
              (SELECT CASE WHEN d.datconnlimit < 0 THEN NULL
                 ELSE d.datconnlimit - (SELECT numbackends FROM pg_stat_database WHERE datid = d.oid) END
               FROM pg_database d WHERE d.datname = current_database()),
              (SELECT CASE WHEN r.rolconnlimit < 0 THEN NULL
                 ELSE r.rolconnlimit - (SELECT count(*) FROM pg_stat_activity WHERE usename = r.rolname) END
               FROM pg_roles r WHERE r.rolname = current_user))::int""";

    /** How many more sessions it has room for, for this user and database, at this moment. */
    public int freeConnections() {
        return Math.max(0, first("count the free connections", FREE).getInteger(0));
    }

    /** As 180003 for 18.3. */
    int version() {
        return first("ask for the version", "SELECT current_setting('server_version_num')::int")
                .getInteger(0);
    }

    Row first(String action, String sql, Object... parameters) {
        return client.query(action, patience, sql, parameters).iterator().next();
    }
}
