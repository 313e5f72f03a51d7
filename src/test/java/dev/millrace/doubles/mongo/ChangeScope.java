package dev.millrace.doubles.mongo;

import org.jspecify.annotations.Nullable;

/**
 * What a stream watches.
 *
 * @param database   null for the whole deployment
 * @param collection null for the whole database
 */
record ChangeScope(@Nullable String database, @Nullable String collection) {
    boolean contains(ChangeEntry entry) {
        if (database == null) {
            return true;
        }
        if (!entry.database().equals(database)) {
            return false;
        }
        return collection == null ? true : entry.collection().equals(collection) || isRenamedHere(entry);
    }

    private boolean isRenamedHere(ChangeEntry entry) {
        return (database + "." + collection).equals(entry.renamedTo());
    }

    /** Whether the stream ends behind this event, because what it watches is gone. */
    boolean isEndedBy(ChangeEntry entry) {
        return switch (entry.kind()) {
            case INSERT, UPDATE, REPLACE, DELETE -> false;
            case DROP, RENAME -> collection != null;
            case DROP_DATABASE -> database != null;
        };
    }

    /** The name that its cursors go by. */
    String cursorNamespace() {
        return (database == null ? "admin" : database) + "." + (collection == null ? "$cmd.aggregate" : collection);
    }
}
