package dev.millrace.state.firestore;

import dev.millrace.model.MillraceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in Firestore documents are kept.
 *
 * @param database   `(default)` where the URI names none
 * @param collection a collection, or one below a document: `streams`, `tools/millrace/streams`
 */
public record FirestoreLocation(String project, String database, String collection) {

    private static final Pattern FORM = Pattern.compile(
            "firestore://([a-z][a-z0-9-]*(?:\\.[a-z]+:[a-z0-9-]+)?)/([^/?#]+(?:/[^/?#]+/[^/?#]+)*)/?(?:\\?database=([a-z0-9()-]+))?");

    /** Reads `firestore://PROJECT/COLLECTION[?database=NAME]`. */
    public static FirestoreLocation parse(String uri) {
        Matcher matcher = FORM.matcher(uri.strip());
        if (!matcher.matches()) {
            throw MillraceException.usage(
                    "'" + uri + "' does not name a collection of Firestore",
                    "write firestore://PROJECT/COLLECTION, and ?database=NAME for a database of its own");
        }
        String database = matcher.group(3);
        return new FirestoreLocation(matcher.group(1), database == null ? "(default)" : database, matcher.group(2));
    }

    @Override
    public String toString() {
        return "firestore://" + project + "/" + collection
                + (database.equals("(default)") ? "" : "?database=" + database);
    }
}
