package dev.millrace.sink.postgres;

import dev.millrace.model.FailureKind;

/** What a server's error code means for a run. Source: PostgreSQL 18, appendix A. */
final class SqlStates {

    static final String PERMISSION_DENIED = "42501";
    static final String UNIQUE_VIOLATION = "23505";
    static final String LOCK_TIMEOUT = "55P03";
    private static final String BAD_COPY_FORMAT = "22P04";
    private static final String RAISED = "P0001";

    private SqlStates() {}

    /** Whether the server refused a row for what is in it: the row is rejected, and its neighbours are tried again. */
    static boolean refusesRow(String state) {
        return switch (state) {
            // All rows have the same form: if one is wrong, they all are.
            case BAD_COPY_FORMAT -> false;
            case RAISED -> true;
            default ->
                switch (group(state)) {
                    // Cardinality, data, constraint, WITH CHECK OPTION, a limit of the program.
                    case "21", "22", "23", "44", "54" -> true;
                    default -> false;
                };
        };
    }

    static FailureKind kind(String state) {
        return switch (state) {
            case PERMISSION_DENIED -> FailureKind.PERMISSION;
            case "3D000", "3F000", "42P01", "57P04" -> FailureKind.NOT_FOUND;
            // Failover: this is the standby now, or the primary is not ready.
            case "25006" -> FailureKind.TRANSIENT;
            case "08P01" -> FailureKind.CONNECTION;
            case "53100" -> FailureKind.NO_SPACE;
            case "53300", "53400", "55P03", "55006", "57014", "57P01", "57P02", "57P03", "57P05" ->
                FailureKind.TRANSIENT;
            default ->
                switch (group(state)) {
                    case "08", "40" -> FailureKind.TRANSIENT;
                    case "28" -> FailureKind.PERMISSION;
                    case "21", "22", "23", "44", "54" -> FailureKind.DATA;
                    default -> FailureKind.FAILED;
                };
        };
    }

    /** What to do about it. */
    static String hint(String state) {
        return switch (state) {
            case PERMISSION_DENIED -> "grant the privilege that is missing to the user of --to, or use another user";
            case "28P01" -> "check the password in --to, PGPASSWORD or ~/.pgpass";
            case "28000" -> "check the user in --to, and that pg_hba.conf lets it in from here";
            case "3D000" -> "create the database, or name another one in --to";
            case "3F000" -> "create the schema, or name another one with --schema-name";
            case "42P01", "42703", "42804" ->
                "the table was changed during the run: put it back as it was and resume, or drop it and start a new run";
            case "53100" -> "make room on the server's disk, then run the same command again to resume";
            case "53200" -> "give the server more memory, or lower --workers and --batch-size";
            case "53300" ->
                "lower --workers, or raise max_connections of the server or the CONNECTION LIMIT of its user or database";
            case "55P03" -> "another session holds a lock on the table: end it, or raise the lock timeout";
            case "57014" -> "raise the statement timeout if it is too short; else somebody cancelled the statement";
            case "25006" -> "use the address of the primary";
            case "57P01", "57P02", "57P03" -> "the server is being restarted: wait, then run the same command again";
            default -> "";
        };
    }

    private static String group(String state) {
        return state.length() < 2 ? "" : state.substring(0, 2);
    }
}
