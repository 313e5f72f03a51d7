package dev.millrace.sink.object;

import dev.millrace.model.Namespace;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How objects are named: `database/collection/part-NNNNN.EXT`, one part a chunk.
 *
 * @param hive whether directories are partitions, `database=shop/collection=orders/`, as query engines read them
 */
public record ObjectLayout(boolean hive) {

    /** The list of what a run wrote. */
    public static final String MANIFEST = "manifest.json";

    /** Empty; written last. */
    public static final String SUCCESS = "_SUCCESS";

    /** Says which run is writing here; gone once the manifest says it. */
    public static final String CLAIM = "_run.json";

    /** What the names of all objects with rejected documents start with. */
    static final String REJECTS = "rejects/";

    private static final Pattern PART = Pattern.compile("part-(\\d{5,10})\\.(parquet|jsonl|bson)(\\.gz|\\.zst)?");
    private static final String UNRESERVED = "-._~";

    /** Where the parts of a collection are, with a slash at the end. */
    public String directory(Namespace namespace) {
        String database = escaped(namespace.database());
        String collection = escaped(namespace.collection());
        return hive ? "database=" + database + "/collection=" + collection + "/" : database + "/" + collection + "/";
    }

    /** What all of a database's directories and joined objects start with. */
    String databasePrefix(String database) {
        return (hive ? "database=" : "") + escaped(database) + "/";
    }

    public String part(Namespace namespace, int part, String extension) {
        return directory(namespace) + String.format("part-%05d.%s", part, extension);
    }

    /** Where the rejected documents of a collection are, with a slash at the end. */
    public String rejectsDirectory(Namespace namespace) {
        return REJECTS + directory(namespace);
    }

    public String rejects(Namespace namespace, int part) {
        return rejectsDirectory(namespace) + String.format("part-%05d.jsonl", part);
    }

    /** The one object that a collection's parts are joined into, as in mongodump's layout. */
    public String joined(Namespace namespace, String suffix) {
        String directory = directory(namespace);
        return directory.substring(0, directory.length() - 1) + "." + suffix;
    }

    /** The number of the part that an object directly in `directory` is, where its name is a part's. */
    public static OptionalInt partOf(String directory, String name) {
        if (!name.startsWith(directory)) {
            return OptionalInt.empty();
        }
        Matcher part = PART.matcher(name.substring(directory.length()));
        if (!part.matches() || Long.parseLong(part.group(1)) > Integer.MAX_VALUE) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(part.group(1)));
    }

    /** Percent-encodes all but RFC 3986's unreserved characters; mongorestore undoes it, as it does mongodump's. */
    static String escaped(String name) {
        StringBuilder escaped = new StringBuilder(name.length());
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            boolean plain = isAsciiLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0;
            // A dot in front would hide the directory, or leave it.
            if (plain && !(character == '.' && escaped.isEmpty())) {
                escaped.append(character);
            } else {
                escaped.append('%').append(String.format("%02X", (int) character));
            }
        }
        return escaped.toString();
    }

    private static boolean isAsciiLetterOrDigit(char character) {
        return character < 128 && Character.isLetterOrDigit(character);
    }
}
