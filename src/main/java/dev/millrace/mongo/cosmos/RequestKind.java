package dev.millrace.mongo.cosmos;

/**
 * Requests that cost about the same, each or for each of their documents.
 *
 * @param command    as the service names it in its statistics: `find`, `getMore`, `insert`; `*` for various ones
 * @param database   where it runs, and where the service is asked for its charge
 * @param collection empty where it is not about one
 */
public record RequestKind(String command, String database, String collection) {

    private static final String VARIOUS = "*";

    /** Requests of any command, as planning makes them. */
    public static RequestKind various(String database) {
        return new RequestKind(VARIOUS, database, "");
    }

    boolean isOf(String commandName) {
        return command.equals(VARIOUS) || command.equalsIgnoreCase(commandName);
    }
}
