package dev.millrace.doubles.mongo;

import static dev.millrace.doubles.mongo.ReplyComparison.Compared.NOTHING;
import static dev.millrace.doubles.mongo.ReplyComparison.Compared.TYPE_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.mongo.ReplyComparison.Leniency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replays what a real server was asked against the double. Every field of every reply must be the recorded one, type
 * and value, but for the fields listed here with their reasons.
 */
class TranscriptReplayTest {
    private static final List<Leniency> ANYWHERE = List.of(
            new Leniency("$clusterTime", TYPE_ONLY, "the time of the run"),
            new Leniency("operationTime", TYPE_ONLY, "the time of the run"),
            new Leniency("opTime", TYPE_ONLY, "the time of the run"));

    private static final List<Leniency> OF_STREAMS = List.of(
            new Leniency("cursor.nextBatch[].clusterTime", TYPE_ONLY, "the time of the run"),
            new Leniency("cursor.nextBatch[]._id._data", TYPE_ONLY, "holds time and collection: its form is compared"),
            new Leniency("cursor.postBatchResumeToken._data", TYPE_ONLY, "holds the time: its form is compared"),
            new Leniency("cursor.nextBatch[].fullDocument.x", TYPE_ONLY, "cut in the recording"));

    private static final Map<String, List<Leniency>> BY_NOTE = new HashMap<>(Map.of(
            "legacy hello",
            List.of(
                    new Leniency("hosts", TYPE_ONLY, "its own address"),
                    new Leniency("primary", TYPE_ONLY, "its own address"),
                    new Leniency("me", TYPE_ONLY, "its own address"),
                    new Leniency("lastWrite", TYPE_ONLY, "the time of the run"),
                    new Leniency("localTime", TYPE_ONLY, "the time of the run"),
                    new Leniency("connectionId", TYPE_ONLY, "a counter")),
            "buildInfo",
            List.of(
                    new Leniency("buildEnvironment", TYPE_ONLY, "nothing was compiled"),
                    new Leniency("storageEngines", NOTHING, "experimental engines of one build")),
            "replSetGetStatus",
            List.of(
                    new Leniency("date", TYPE_ONLY, "the time of the run"),
                    new Leniency("optimes", TYPE_ONLY, "the time of the run"),
                    new Leniency("lastStableRecoveryTimestamp", TYPE_ONLY, "the time of the run"),
                    new Leniency("members", TYPE_ONLY, "its own address, the time of the run")),
            "newest oplog entry",
            List.of(
                    new Leniency("cursor.firstBatch[].ts", TYPE_ONLY, "the time of the run"),
                    new Leniency("cursor.firstBatch[].wall", TYPE_ONLY, "the time of the run")),
            "oldest oplog entry",
            List.of(
                    new Leniency("cursor.firstBatch[].ts", TYPE_ONLY, "the time of the run"),
                    new Leniency("cursor.firstBatch[].wall", TYPE_ONLY, "the time of the run")),
            "collStats",
            storage(""),
            "$collStats",
            storage("cursor.firstBatch[].storageStats."),
            "dbStats",
            List.of(
                    new Leniency("storageSize", TYPE_ONLY, "nothing is stored on a disk"),
                    new Leniency("indexSize", TYPE_ONLY, "nothing is stored on a disk"),
                    new Leniency("totalSize", TYPE_ONLY, "nothing is stored on a disk"),
                    new Leniency("fsUsedSize", TYPE_ONLY, "nothing is stored on a disk"),
                    new Leniency("fsTotalSize", TYPE_ONLY, "nothing is stored on a disk")),
            "$sample of 5 ids",
            List.of(new Leniency("cursor.firstBatch[]._id", TYPE_ONLY, "random")),
            "listCollections",
            List.of(new Leniency("cursor.firstBatch[].info.uuid", TYPE_ONLY, "random"))));

    static {
        BY_NOTE.put(
                "second getMore: the event is over 16 MB",
                List.of(new Leniency("errmsg", TYPE_ONLY, "the sizes of the documents are not in the recording")));
    }

    private final Map<BsonInt64, BsonInt64> cursorIds = new HashMap<>();
    private final ReplayedTokens tokens = new ReplayedTokens();

    private static List<Leniency> storage(String prefix) {
        return List.of(
                new Leniency(prefix + "wiredTiger", NOTHING, "there is no storage engine"),
                new Leniency(prefix + "indexDetails", NOTHING, "there is no storage engine"),
                new Leniency(prefix + "storageSize", TYPE_ONLY, "nothing is stored on a disk"),
                new Leniency(prefix + "totalIndexSize", TYPE_ONLY, "nothing is stored on a disk"),
                new Leniency(prefix + "totalSize", TYPE_ONLY, "nothing is stored on a disk"),
                new Leniency(prefix + "indexSizes", TYPE_ONLY, "nothing is stored on a disk"),
                new Leniency("cursor.firstBatch[].host", TYPE_ONLY, "its own address"),
                new Leniency("cursor.firstBatch[].localTime", TYPE_ONLY, "the time of the run"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "ids_of_every_type", "types", "write", "indexes", "read", "change_stream"})
    void answersAsTheRecordedServerDid(String file) throws IOException {
        List<String> differences = new ArrayList<>();
        try (MongoDouble mongo = new MongoDouble().start();
                RawClient client = new RawClient(mongo.port())) {
            if (file.equals("read")) {
                loadWhatReadPresupposes(mongo, client);
            }
            for (BsonDocument exchange : exchanges(file)) {
                for (BsonDocument write : ChangeStreamWrites.before(file, exchange)) {
                    assertThat(client.run(write).getNumber("ok").intValue()).isEqualTo(1);
                }
                differences.addAll(replay(client, exchange));
            }
        }

        assertThat(differences).isEmpty();
    }

    @Test
    void keepsTheBytesOfEveryTypeAsTheyWere() throws IOException {
        BsonArray asHex = transcript("types").get(2).getArray("documents");
        try (MongoDouble mongo = new MongoDouble().start()) {
            mongo.load(
                    "transcripts.zoo",
                    asHex.stream()
                            .map(hex -> HexFormat.of().parseHex(hex.asString().getValue()))
                            .toList());

            List<BsonDocument> held = mongo.documents("transcripts.zoo");

            assertThat(held)
                    .map(RawBson::encode)
                    .map(HexFormat.of()::formatHex)
                    .isEqualTo(
                            asHex.stream().map(hex -> hex.asString().getValue()).toList());
        }
    }

    private List<String> replay(RawClient client, BsonDocument exchange) throws IOException {
        String note = exchange.getString("note").getValue();
        BsonDocument recorded = exchange.getDocument("reply");
        BsonDocument answered =
                client.run(translated(exchange.getDocument("command")).asDocument());
        learnCursorId(recorded, answered);
        if (note.equals("listCollections")) {
            sortByName(recorded);
            sortByName(answered);
        }
        List<Leniency> leniencies = new ArrayList<>(ANYWHERE);
        leniencies.addAll(BY_NOTE.getOrDefault(note, List.of()));
        leniencies.addAll(OF_STREAMS);
        List<String> forms = tokens.learn(recorded, answered);
        BsonDocument expected = translated(recorded).asDocument();
        return Stream.concat(forms.stream(), ReplyComparison.differences(expected, answered, leniencies).stream())
                .map(difference -> note + ": " + difference)
                .toList();
    }

    /** Cursor ids are random: the recorded one stands for the double's from here on, if both left a cursor open. */
    private void learnCursorId(BsonDocument recorded, BsonDocument answered) {
        if (recorded.isDocument("cursor") && answered.isDocument("cursor")) {
            BsonInt64 theirs = recorded.getDocument("cursor").getInt64("id");
            BsonInt64 ours = answered.getDocument("cursor").getInt64("id");
            if (theirs.getValue() != 0 && ours.getValue() != 0) {
                cursorIds.put(theirs, ours);
            }
        }
    }

    /** The real server lists collections in no order. */
    private static void sortByName(BsonDocument reply) {
        reply.getDocument("cursor")
                .getArray("firstBatch")
                .sort((a, b) -> a.asDocument()
                        .getString("name")
                        .compareTo(b.asDocument().getString("name")));
    }

    /** The value with the recording's cursor ids replaced by the double's, in messages too. */
    private BsonValue translated(BsonValue value) {
        if (value.isDocument()) {
            BsonDocument document = new BsonDocument();
            value.asDocument().forEach((name, inner) -> document.append(name, translated(inner)));
            return document;
        }
        if (value.isArray()) {
            return new BsonArray(value.asArray().stream().map(this::translated).toList());
        }
        if (value.isString()) {
            String text = value.asString().getValue();
            for (Map.Entry<BsonInt64, BsonInt64> id : cursorIds.entrySet()) {
                text = text.replace(
                        Long.toString(id.getKey().getValue()),
                        Long.toString(id.getValue().getValue()));
            }
            return new BsonString(tokens.translated(text));
        }
        if (value.isTimestamp()) {
            return tokens.translated(value.asTimestamp());
        }
        return value.isInt64() ? cursorIds.getOrDefault(value.asInt64(), value.asInt64()) : value;
    }

    /** 3,000 items of 939 bytes, beside the collections that the other transcripts made on the same server. */
    private static void loadWhatReadPresupposes(MongoDouble mongo, RawClient client) throws IOException {
        client.run(exchanges("ids_of_every_type").getFirst().getDocument("command"));
        client.run(exchanges("types").getFirst().getDocument("command"));
        mongo.load(
                "transcripts.items",
                IntStream.range(0, 3000)
                        .mapToObj(i -> new BsonDocument("_id", new BsonObjectId(new ObjectId("65%022x".formatted(i))))
                                .append("n", new BsonInt32(i))
                                .append("pad", new BsonString("x".repeat(900))))
                        .map(RawBson::encode)
                        .toList());
    }

    private static List<BsonDocument> exchanges(String file) throws IOException {
        return transcript(file).stream()
                .filter(entry -> entry.containsKey("command"))
                .toList();
    }

    private static List<BsonDocument> transcript(String file) throws IOException {
        try (var in = TranscriptReplayTest.class.getResourceAsStream("/transcripts/" + file + ".json")) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return BsonArray.parse(json).stream().map(BsonValue::asDocument).toList();
        }
    }
}
