package dev.millrace.sink.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.mongo.RecordedCommand;
import dev.millrace.sink.mongo.ClonedCollections.Result;
import dev.millrace.sink.mongo.index.IndexTiming;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexes of collections that are moved: which come, when, and what is said of those that do not. */
class CloneIndexesTest {

    private static final String ORDERS = "shop.orders";

    /** Every kind of the transcripts. */
    private static final String[] EVERY_KIND = {
        "{key: {a: 1}, name: 'a_1'}",
        "{key: {a: 1, b: -1}, name: 'a_1_b_-1', unique: true}",
        "{key: {c: 1}, name: 'c_sparse', sparse: true}",
        "{key: {d: 1}, name: 'd_ttl', expireAfterSeconds: 3600}",
        "{key: {e: 1}, name: 'e_partial', partialFilterExpression: {e: {$gt: 5}}}",
        "{key: {f: 1}, name: 'f_coll', collation: {locale: 'en', strength: 2}}",
        "{key: {x: 1, g: 'text', y: 1}, name: 'g_text', weights: {g: 3}, default_language: 'english'}",
        "{key: {h: '2dsphere'}, name: 'h_geo'}",
        "{key: {h2: '2d'}, name: 'h_2d', bits: 20}",
        "{key: {i: 'hashed'}, name: 'i_hashed'}",
        "{key: {'$**': 1}, name: 'wild', wildcardProjection: {j: 1}}",
        "{key: {k: 1}, name: 'k_hidden', hidden: true}"
    };

    private final ClonedCollections servers = new ClonedCollections();

    @BeforeEach
    void fill() {
        IntStream.rangeClosed(1, 30)
                .forEach(id -> servers.source.insert(ORDERS, json("{_id: " + id + ", a: " + id + ", k: 'v'}")));
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void everyKindOfIndexArrives() {
        servers.indexSource(ORDERS, EVERY_KIND);

        Result result = servers.run(ClonedCollections.SAME_NAMES, ORDERS);

        assertThat(result.complete()).as(result.notes().toString()).isTrue();
        assertThat(servers.indexes(ORDERS))
                .containsExactlyInAnyOrderElementsOf(TargetQuestions.indexes(servers.source, ORDERS));
        assertThat(result.notes())
                .anyMatch(note -> note.matches("shop.orders: 10 indexes built in \\d+\\.\\d s: a_1, c_sparse, .*"))
                .anyMatch(note -> note.matches("shop.orders: 1 index built in \\d+\\.\\d s: a_1_b_-1"))
                .anyMatch(note -> note.matches("shop.orders: 1 index built in \\d+\\.\\d s: d_ttl"));
    }

    @Test
    void theyAreBuiltAfterTheDocumentsAndWhatExpiresThemLast() {
        servers.indexSource(ORDERS, EVERY_KIND);

        servers.run(ClonedCollections.SAME_NAMES, ORDERS);

        assertThat(writes()).startsWith("insert").endsWith("createIndexes d_ttl");
        assertThat(writes().subList(0, writes().indexOf("createIndexes a_1"))).containsOnly("insert");
    }

    @Test
    void beforeMeansThatPlainOnesStandFirstAndNothingExpiresDuringTheLoad() {
        servers.indexSource(ORDERS, EVERY_KIND);

        Result result = servers.run(new CloneOptions(TargetNames.SAME, IndexTiming.BEFORE, false), ORDERS);

        assertThat(result.complete()).as(result.notes().toString()).isTrue();
        assertThat(writes())
                .startsWith("createIndexes a_1", "insert")
                .endsWith("createIndexes a_1_b_-1", "collMod d_ttl");
        RecordedCommand first =
                servers.target.recorded().commands("createIndexes").getFirst();
        assertThat(first.body().getArray("indexes").toString()).contains("\"expireAfterSeconds\": 2147483647");
        assertThat(servers.index(ORDERS, "d_ttl")
                        .getNumber("expireAfterSeconds")
                        .intValue())
                .isEqualTo(3600);
        assertThat(result.notes()).noneMatch(note -> note.contains("there already"));
    }

    @Test
    void noneMeansNone() {
        servers.indexSource(ORDERS, EVERY_KIND);

        servers.run(new CloneOptions(TargetNames.SAME, IndexTiming.NONE, false), ORDERS);

        assertThat(servers.indexes(ORDERS)).hasSize(1);
    }

    @Test
    void duplicatesOfAUniqueIndexAreToldByTheirIdsAndNothingElseOfTheDocuments() {
        servers.indexSource(ORDERS, "{key: {email: 1}, name: 'email_1', unique: true, sparse: true}");
        servers.target.insert(ORDERS, json("{_id: 'x', email: 'secret@example.org'}"));
        servers.target.insert(ORDERS, json("{_id: 'y', email: 'secret@example.org'}"));
        servers.target.insert(ORDERS, json("{_id: 'z', email: 'other@example.org'}"));

        Result result = servers.run(ClonedCollections.SAME_NAMES, ORDERS);

        assertThat(result.complete()).isFalse();
        assertThat(result.written()).isEqualTo(30);
        assertThat(result.notes())
                .first()
                .isEqualTo(
                        "shop.orders: index email_1 (email) could not be built: 1 key stands in several documents,"
                                + " with the _ids \"x\" and \"y\"; change or remove the duplicates and run the same command again");
        assertThat(result.notes().toString()).doesNotContain("example.org");
    }

    @Test
    void noMoreThanAFewDuplicatesAreTold() {
        servers.indexSource(ORDERS, "{key: {n: 1}, name: 'n_1', unique: true, sparse: true}");
        for (int n = 0; n < 20; n++) {
            servers.target.insert(ORDERS, json("{_id: 'x" + n + "', n: " + n + "}"));
            servers.target.insert(ORDERS, json("{_id: 'y" + n + "', n: " + n + "}"));
        }

        String problem =
                servers.run(ClonedCollections.SAME_NAMES, ORDERS).notes().getFirst();

        assertThat(problem)
                .contains("more than 5 keys stand in several documents")
                .contains("; …;");
        assertThat(problem.split(" and \"", -1)).hasSize(6);
    }

    @Test
    void onceTheDuplicatesAreGoneTheSameRunBuildsTheIndex() {
        servers.indexSource(
                ORDERS, "{key: {k: 1}, name: 'k_1', unique: true, partialFilterExpression: {k: {$gt: 'v'}}}");
        servers.target.insert(ORDERS, json("{_id: 'x', k: 'w'}"), json("{_id: 'y', k: 'w'}"));
        var plan = servers.plan(ORDERS);
        try (MongoSink sink = servers.sink(ClonedCollections.SAME_NAMES)) {
            Result first = servers.resume(plan, sink);
            TargetQuestions.delete(servers.target, ORDERS, json("{_id: 'y'}"));
            Result second = servers.resume(plan, sink);

            assertThat(first.complete()).isFalse();
            assertThat(second.complete()).as(second.notes().toString()).isTrue();
        }
        assertThat(servers.index(ORDERS, "k_1")).isNotEmpty();
    }

    @Test
    void anIndexThatIsThereIsFineAndADifferentOneLeavesTheRunOpen() {
        servers.indexSource(ORDERS, "{key: {a: 1}, name: 'a_1'}", "{key: {b: 1}, name: 'b_1', sparse: true}");
        servers.indexTarget(ORDERS, "{key: {a: 1.0}, name: 'a_1'}", "{key: {b: 1}, name: 'b_1'}");

        Result result = servers.run(ClonedCollections.SAME_NAMES, ORDERS);

        assertThat(result.complete()).isFalse();
        assertThat(result.notes())
                .anyMatch(note -> note.contains("index b_1 is not built: b_1 is there and differs in sparse; drop it"))
                .contains("1 index was there already: shop.orders a_1");
    }

    @Test
    void theSameIndexUnderAnotherNameIsEnoughAndToldOf() {
        servers.indexSource(ORDERS, "{key: {a: 1}, name: 'a_1'}");
        servers.indexTarget(ORDERS, "{key: {a: 1}, name: 'by_a'}");

        Result result = servers.run(ClonedCollections.SAME_NAMES, ORDERS);

        assertThat(result.complete()).isTrue();
        assertThat(result.notes()).anyMatch(note -> note.contains("index a_1 is there under the name by_a"));
    }

    @Test
    void conflictsThatOnlyTheServerSeesAreProblems() {
        servers.indexSource(ORDERS, "{key: {a: 1}, name: 'a_1'}");
        servers.target.faults().on("createIndexes").answer(86, "IndexKeySpecsConflict", "Index must have unique name");

        Result result = servers.run(ClonedCollections.SAME_NAMES, ORDERS);

        assertThat(result.complete()).isFalse();
        assertThat(result.notes())
                .first()
                .asString()
                .contains("a_1 (a) could not be built", "error 86", "drop that one");
    }

    @Test
    void oneThatIsRefusedDoesNotKeepTheOthersOut() {
        servers.indexSource(
                ORDERS, "{key: {a: 1}, name: 'a_1'}", "{key: {b: 1}, name: 'b_1'}", "{key: {c: 1}, name: 'c_1'}");
        servers.target
                .faults()
                .on("createIndexes")
                .where(create -> create.body().getArray("indexes").toString().contains("b_1"))
                .always()
                .answer(67, "CannotCreateIndex", "add index fails, too many indexes for shop.orders key:{ b: 1 }");

        Result result = servers.run(ClonedCollections.SAME_NAMES, ORDERS);

        assertThat(servers.indexes(ORDERS)).hasSize(3);
        assertThat(result.notes())
                .first()
                .asString()
                .contains("b_1 (b) could not be built: the target refuses its definition", "too many indexes");
    }

    @Test
    void whatTheServerSaysOfADocumentIsNotRepeated() {
        servers.indexSource(ORDERS, "{key: {h: '2dsphere'}, name: 'h_geo'}");
        servers.target
                .faults()
                .on("createIndexes")
                .answer(16755, "Location16755", "Can't extract geo keys: { _id: 1, h: \"secret\" }");

        Result result = servers.run(ClonedCollections.SAME_NAMES, ORDERS);

        assertThat(result.complete()).isFalse();
        assertThat(result.notes().toString()).contains("error 16755").doesNotContain("secret");
    }

    @Test
    void aFullDiskDuringABuildIsToldAndTheBuildIsRepeatable() {
        servers.indexSource(ORDERS, "{key: {a: 1}, name: 'a_1'}");
        servers.target.faults().on("createIndexes").answer(14031, "OutOfDiskSpace", "No space left on device");
        var plan = servers.plan(ORDERS);
        try (MongoSink sink = servers.sink(ClonedCollections.SAME_NAMES)) {
            Result first = servers.resume(plan, sink);
            Result second = servers.resume(plan, sink);

            assertThat(first.complete()).isFalse();
            assertThat(first.notes()).first().asString().contains("the target's disk is full");
            assertThat(second.complete()).isTrue();
        }
    }

    @Test
    void aBuildWhoseConnectionBreaksIsWaitedForAgain() {
        servers.indexSource(
                ORDERS, "{key: {a: 1}, name: 'a_1'}", "{key: {b: 1}, name: 'b_1', unique: true, sparse: true}");
        servers.target.faults().on("createIndexes").next(2).closeBeforeReply();

        Result result = servers.run(ClonedCollections.SAME_NAMES, ORDERS);

        assertThat(result.complete()).isTrue();
        assertThat(servers.indexes(ORDERS)).hasSize(3);
    }

    @Test
    void anIndexWithoutCollationStaysWithoutInACollectionThatHasOne() {
        servers.source.create("shop.named", json("{collation: {locale: 'de', strength: 2}}"));
        servers.indexSource("shop.named", "{key: {n: 1}, name: 'n_simple', collation: {locale: 'simple'}}");

        servers.run(ClonedCollections.SAME_NAMES, "shop.named");

        assertThat(servers.target
                        .recorded()
                        .commands("createIndexes")
                        .getFirst()
                        .body()
                        .getArray("indexes")
                        .toString())
                .contains("\"locale\": \"simple\"");
    }

    /** Kinds of writes in order, with the first index of each. */
    private List<String> writes() {
        return servers.target.recorded().commands().stream()
                .filter(command -> List.of("insert", "createIndexes", "collMod").contains(command.name()))
                .map(CloneIndexesTest::text)
                .distinct()
                .toList();
    }

    private static String text(RecordedCommand command) {
        return switch (command.name()) {
            case "createIndexes" ->
                "createIndexes "
                        + command.body()
                                .getArray("indexes")
                                .getFirst()
                                .asDocument()
                                .getString("name")
                                .getValue();
            case "collMod" ->
                "collMod "
                        + command.body().getDocument("index").getString("name").getValue();
            default -> command.name();
        };
    }

    private static BsonDocument json(String text) {
        return BsonDocument.parse(text);
    }
}
