package dev.millrace.model;

/** A collection's full name, `database.collection`. A collection's own name may contain dots, a database's may not. */
public record Namespace(String database, String collection) implements Comparable<Namespace> {

    public Namespace {
        if (database.isEmpty() || collection.isEmpty()) {
            throw MillraceException.usage(
                    "'" + database + "." + collection + "' is not a namespace", "write it as database.collection");
        }
    }

    /** Splits at the first dot. */
    public static Namespace parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw MillraceException.usage("'" + text + "' is not a namespace", "write it as database.collection");
        }
        return new Namespace(text.substring(0, dot), text.substring(dot + 1));
    }

    /** Whether the server keeps this collection for itself; such collections are never moved. */
    public boolean isSystem() {
        return collection.startsWith("system.")
                || database.equals("admin")
                || database.equals("local")
                || database.equals("config");
    }

    @Override
    public int compareTo(Namespace other) {
        int byDatabase = database.compareTo(other.database);
        return byDatabase != 0 ? byDatabase : collection.compareTo(other.collection);
    }

    @Override
    public String toString() {
        return database + "." + collection;
    }
}
