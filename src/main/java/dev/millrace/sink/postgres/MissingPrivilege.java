package dev.millrace.sink.postgres;

import dev.millrace.sink.postgres.table.SqlText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names the privilege behind a "permission denied" (42501), which the server's message does not. */
record MissingPrivilege(PostgresAddress address) {

    /** As PostgreSQL 18's aclcheck_error writes it; a server that speaks another language gets the general remedy. */
    private static final Pattern DENIED = Pattern.compile("permission denied for (table|schema|database) (.+)");

    private static final Pattern OWNER = Pattern.compile("must be owner of table (.+)");

    /** @param message the server's, as it came */
    String remedy(String message) {
        String user = SqlText.name(address.user());
        if (message.startsWith("permission denied to create temporary tables")) {
            return "GRANT TEMPORARY ON DATABASE " + SqlText.name(address.database()) + " TO " + user;
        }
        Matcher owner = OWNER.matcher(message);
        if (owner.matches()) {
            return "ALTER TABLE " + SqlText.name(owner.group(1)) + " OWNER TO " + user + ", or use the owner in --to";
        }
        Matcher denied = DENIED.matcher(message);
        if (!denied.matches()) {
            return SqlStates.hint(SqlStates.PERMISSION_DENIED);
        }
        String name = SqlText.name(denied.group(2));
        return switch (denied.group(1)) {
            case "schema" -> "GRANT USAGE, CREATE ON SCHEMA " + name + " TO " + user;
            case "database" -> "GRANT CREATE ON DATABASE " + name + " TO " + user;
            default ->
                "GRANT SELECT, INSERT ON " + name + " TO " + user
                        + "; --if-exists merge needs UPDATE and DELETE as well, truncate TRUNCATE";
        };
    }
}
