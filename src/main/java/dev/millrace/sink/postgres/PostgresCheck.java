package dev.millrace.sink.postgres;

import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.postgres.table.SqlText;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tries what a run needs of a PostgreSQL, for `doctor`. */
final class PostgresCheck {

    private static final String SUBJECT = "target";
    private static final int OLDEST = 12;
    private static final int FEW_CONNECTIONS = 4;

    private static final String FACTS = """
            SELECT current_setting('server_version'), current_setting('server_encoding'),
              pg_is_in_recovery(), current_setting('transaction_read_only') = 'on',
              to_regnamespace($1) IS NOT NULL,
              CASE WHEN to_regnamespace($1) IS NULL THEN has_database_privilege(current_database(), 'CREATE')
                ELSE has_schema_privilege(to_regnamespace($1)::oid, 'CREATE') END,
              has_database_privilege(current_database(), 'TEMP'),
              current_user::text, current_setting('TimeZone'),
              pg_size_pretty(pg_database_size(current_database())),
              extract(epoch FROM clock_timestamp())::float8""";

    private final ServerFacts facts;
    private final PostgresAddress address;
    private final String schema;
    private final List<Finding> findings = new ArrayList<>();

    PostgresCheck(PostgresClient client, Duration patience, PostgresAddress address, String schema) {
        facts = new ServerFacts(client, patience);
        this.address = address;
        this.schema = schema;
    }

    List<Finding> check() {
        try {
            int version = facts.version() / 10_000;
            Row row = facts.first("look at the server", FACTS, SqlText.name(schema));
            addServer(version, row);
            addState(row);
            addPrivileges(row);
            addConnections(facts.freeConnections());
            return findings;
        } catch (MillraceException e) {
            if (e.kind() == FailureKind.INTERRUPTED) {
                throw e;
            }
            findings.add(Finding.bad(SUBJECT, e));
            return findings;
        }
    }

    private void addServer(int version, Row row) {
        String server = "PostgreSQL " + row.getString(0) + " at " + address;
        findings.add(
                version >= OLDEST
                        ? Finding.good(
                                SUBJECT,
                                server + ", database of " + row.getString(9) + ", time zone " + row.getString(8))
                        : Finding.bad(SUBJECT, server + " is too old", "use PostgreSQL " + OLDEST + " or newer"));
        if (!row.getString(1).equals("UTF8")) {
            findings.add(Finding.bad(
                    SUBJECT,
                    "the database's encoding is " + row.getString(1) + ", which cannot hold every text",
                    "create the database with ENCODING 'UTF8'"));
        }
    }

    private void addState(Row row) {
        if (row.getBoolean(2)) {
            findings.add(Finding.bad(SUBJECT, "this is a standby, which takes no writes", "use the primary's address"));
        } else if (row.getBoolean(3)) {
            findings.add(Finding.bad(
                    SUBJECT, "transactions are read only here", "set default_transaction_read_only off for this user"));
        }
    }

    private void addPrivileges(Row row) {
        String user = row.getString(7);
        String what = row.getBoolean(4) ? "in the schema " + schema : "the schema " + schema + ", which is not there,";
        findings.add(
                row.getBoolean(5)
                        ? Finding.good(SUBJECT, user + " can create " + (row.getBoolean(4) ? "tables " : "") + what)
                        : Finding.bad(
                                SUBJECT,
                                user + " cannot create " + (row.getBoolean(4) ? "tables " : "") + what,
                                row.getBoolean(4)
                                        ? "GRANT CREATE ON SCHEMA " + SqlText.name(schema) + " TO " + SqlText.name(user)
                                        : "CREATE SCHEMA " + SqlText.name(schema) + " AUTHORIZATION "
                                                + SqlText.name(user)));
        if (!row.getBoolean(6)) {
            findings.add(Finding.doubtful(
                    SUBJECT,
                    user + " cannot make temporary tables, which --if-exists merge needs",
                    "GRANT TEMPORARY ON DATABASE " + SqlText.name(address.database()) + " TO " + SqlText.name(user)));
        }
    }

    private void addConnections(int free) {
        if (free == 0) {
            findings.add(Finding.bad(SUBJECT, "no connection is free", "raise max_connections or end other sessions"));
        } else if (free < FEW_CONNECTIONS) {
            findings.add(Finding.doubtful(
                    SUBJECT, "only " + free + " connections are free", "raise max_connections or end other sessions"));
        } else {
            findings.add(Finding.good(SUBJECT, free + " connections are free"));
        }
    }
}
