package dev.millrace.doubles.mongo;

import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** The writes between the exchanges of change_stream.json, which recorded the reading side alone. */
final class ChangeStreamWrites {
    private static final String SESSION =
            "lsid: {id: {$binary: {base64: \"Bg3w/+QtRXa1GoG9YvpSUg==\", subType: \"04\"}}}, txnNumber: {$numberLong: \"10\"}";
    private static final int NINE_MEGABYTES = 9_000_000;

    private ChangeStreamWrites() {}

    /** What was written before this exchange. */
    static List<BsonDocument> before(String file, BsonDocument exchange) {
        if (!file.equals("change_stream")) {
            return List.of();
        }
        return switch (exchange.getString("note").getValue()) {
            case "insert, updates, replace, upsert, delete, a transaction, updateMany, delete" -> everyKind();
            case "rename, then invalidate" ->
                commands(
                        "{insert: 'gone', documents: [{_id: 1}], $db: 'transcripts'}",
                        "{renameCollection: 'transcripts.gone', to: 'transcripts.gone2', $db: 'admin'}");
            case "startAfter an invalidate token" ->
                commands("{insert: 'gone', documents: [{_id: 2, again: true}], $db: 'transcripts'}");
            case "drop, then invalidate" -> commands("{drop: 'gone', $db: 'transcripts'}");
            case "getMore on the database stream" ->
                commands(
                        "{insert: 'z', documents: [{_id: 1}], $db: 'transcripts2'}",
                        "{drop: 'z', $db: 'transcripts2'}");
            case "two events of 9 MB each come in two batches (bodies cut here)" -> List.of(big(500), big(501));
            case "first getMore: the insert (body cut)" ->
                commands("{delete: 's', deletes: [{q: {_id: 500}, limit: 1}], $db: 'transcripts'}");
            case "second getMore: the event is over 16 MB" -> List.of(bigUpdate(501));
            default -> List.of();
        };
    }

    private static List<BsonDocument> everyKind() {
        return commands(
                "{insert: 's', documents: [{_id: 1, a: 1, secret: 'x', list: [1, 2, 3, 4], sub: {x: 1, y: 2}}],"
                        + " $db: 'transcripts'}",
                update("{_id: 1}", "{$set: {a: 2, 'sub.x': 9}, $unset: {'sub.y': ''}}"),
                update("{_id: 1}", "{$push: {list: 5}}"),
                update("{_id: 1}", "{$pop: {list: 1}}"),
                update("{_id: 1}", "{$set: {'list.0': 100}}"),
                update("{_id: 1}", "{_id: 1, a: 3}"),
                "{update: 's', updates: [{q: {_id: 2}, u: {$set: {b: 1}}, upsert: true}], $db: 'transcripts'}",
                "{delete: 's', deletes: [{q: {_id: 2}, limit: 1}], $db: 'transcripts'}",
                "{insert: 's', documents: [{_id: 10, t: 1}], startTransaction: true, autocommit: false, " + SESSION
                        + ", $db: 'transcripts'}",
                "{insert: 's', documents: [{_id: 11, t: 1}], autocommit: false, " + SESSION + ", $db: 'transcripts'}",
                "{update: 's', updates: [{q: {_id: 10}, u: {$set: {t: 2}}}], autocommit: false, " + SESSION
                        + ", $db: 'transcripts'}",
                "{commitTransaction: 1, autocommit: false, " + SESSION + ", $db: 'admin'}",
                "{update: 's', updates: [{q: {}, u: {$set: {many: true}}, multi: true}], $db: 'transcripts'}",
                "{delete: 's', deletes: [{q: {_id: 1}, limit: 1}], $db: 'transcripts'}");
    }

    private static String update(String query, String change) {
        return "{update: 's', updates: [{q: " + query + ", u: " + change + "}], $db: 'transcripts'}";
    }

    private static BsonDocument big(int id) {
        BsonDocument insert = BsonDocument.parse("{insert: 's', documents: [{_id: " + id + "}], $db: 'transcripts'}");
        insert.getArray("documents").getFirst().asDocument().append("x", text("y"));
        return insert;
    }

    private static BsonDocument bigUpdate(int id) {
        BsonDocument update = BsonDocument.parse(update("{_id: " + id + "}", "{$set: {}}"));
        update.getArray("updates")
                .getFirst()
                .asDocument()
                .getDocument("u")
                .getDocument("$set")
                .append("x", text("z"));
        return update;
    }

    private static BsonString text(String letter) {
        return new BsonString(letter.repeat(NINE_MEGABYTES));
    }

    private static List<BsonDocument> commands(String... commands) {
        return Stream.of(commands).map(BsonDocument::parse).toList();
    }
}
