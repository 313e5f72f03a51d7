package dev.millrace.sink.mongo;

import static dev.millrace.sink.object.TestDocuments.add;
import static dev.millrace.sink.object.TestDocuments.batch;
import static dev.millrace.sink.object.TestDocuments.bson;
import static dev.millrace.sink.object.TestDocuments.chunk;
import static dev.millrace.sink.object.TestDocuments.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.IndexOptions;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.mongo.index.IndexListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of documents that meet others, limits or faults. */
class MongoSinkTest {

    private static final Backoff SHORT = new Backoff(Collections.nCopies(3, Duration.ofMillis(1)));
    private static final String ORDERS = "shop.orders";

    private final MongoDouble mongo = new MongoDouble().start();
    private final KeptRejects rejects = new KeptRejects();

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void aDocumentThatIsThereByteForByteCountsAsWritten() {
        mongo.insert(ORDERS, document("{_id: 2, a: 2}"));

        WriteReceipt receipt = write(WriteOptions.standard(), numbered(1, 3));

        assertThat(receipt.written()).isEqualTo(3);
        assertThat(receipt.detail()).isEqualTo(counts(2, 1, 0, 0));
        assertThat(mongo.documents(ORDERS)).hasSize(3);
    }

    @Test
    void aDifferentDocumentUnderTheSameIdIsAConflictThatIsRejected() {
        mongo.insert(ORDERS, document("{_id: 2, a: 7}"));

        WriteReceipt receipt = write(WriteOptions.standard(), numbered(1, 3));

        assertThat(receipt.written()).isEqualTo(2);
        assertThat(receipt.rejected()).isEqualTo(1);
        assertThat(rejects.committed)
                .containsExactly("{\"$numberInt\": \"2\"} the target has another document under its _id");
        assertThat(mongo.documents(ORDERS).get(1)).isEqualTo(document("{_id: 2, a: 7}"));
    }

    @Test
    void keepLeavesTheTargetsDocumentAndCountsIt() {
        mongo.insert(ORDERS, document("{_id: 2, a: 7}"));

        WriteReceipt receipt = write(with(OnConflict.KEEP), numbered(1, 3));

        assertThat(receipt.written()).isEqualTo(3);
        assertThat(receipt.detail()).isEqualTo(counts(2, 0, 1, 0));
        assertThat(mongo.documents(ORDERS).get(1)).isEqualTo(document("{_id: 2, a: 7}"));
    }

    @Test
    void replacePutsOursInItsPlace() {
        mongo.insert(ORDERS, document("{_id: 1, a: 1}"), document("{_id: 2, a: 7}"));

        WriteReceipt receipt = write(with(OnConflict.REPLACE), numbered(1, 3));

        assertThat(receipt.detail()).isEqualTo(counts(1, 1, 0, 1));
        assertThat(mongo.documents(ORDERS).get(1)).isEqualTo(document("{_id: 2, a: 2}"));
    }

    @Test
    void fieldsInAnotherOrderMakeADifferentDocument() {
        mongo.insert(ORDERS, document("{_id: 1, b: 1, a: 1}"));

        WriteReceipt receipt = write(WriteOptions.standard(), batch("{\"_id\": 1, \"a\": 1, \"b\": 1}"));

        assertThat(receipt.rejected()).isEqualTo(1);
    }

    @Test
    void theTypeOfANumberMakesADifferentDocumentUnderTheSameId() {
        mongo.insert(ORDERS, document("{_id: NumberLong(1), a: 1}"));

        WriteReceipt receipt = write(WriteOptions.standard(), numbered(1, 1));

        assertThat(rejects.committed).hasSize(1).first().asString().contains("another document");
        assertThat(receipt.rejected()).isEqualTo(1);
    }

    @Test
    void anIdThatStandsBehindOtherFieldsIsFoundAgainWhereTheServerPutsIt() {
        DocumentBatch documents = batch("{\"a\": 1, \"_id\": 1, \"b\": 2}");
        write(WriteOptions.standard(), documents);

        WriteReceipt again = write(WriteOptions.standard(), documents);

        assertThat(again.detail()).isEqualTo(counts(0, 1, 0, 0));
    }

    @Test
    void theOrderOfFieldsIsKept() {
        write(WriteOptions.standard(), batch("{\"_id\": 1, \"z\": 1, \"a\": {\"y\": 1, \"b\": 2}, \"m\": 3}"));

        assertThat(mongo.documents(ORDERS).getFirst().toJson())
                .isEqualTo("{\"_id\": 1, \"z\": 1, \"a\": {\"y\": 1, \"b\": 2}, \"m\": 3}");
    }

    @Test
    void aDocumentWithoutIdIsRejected() {
        WriteReceipt receipt = write(WriteOptions.standard(), batch("{\"a\": 1}", "{\"_id\": 1}"));

        assertThat(receipt.written()).isEqualTo(1);
        assertThat(rejects.committed).hasSize(1).first().asString().contains("it has no _id");
    }

    @Test
    void theKeyOfAUniqueIndexRejectsWithTheNameOfTheIndexAndNotTheKey() {
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            client.getDatabase("shop")
                    .getCollection("orders")
                    .createIndex(BsonDocument.parse("{a: 1}"), new IndexOptions().unique(true));
        }
        mongo.insert(ORDERS, document("{_id: 9, a: 2}"));

        write(WriteOptions.standard(), numbered(1, 3));

        assertThat(rejects.committed)
                .containsExactly(
                        "{\"$numberInt\": \"2\"} the target has its key in the unique index a_1 under another _id");
    }

    @Test
    void aValidatorRejectsTheDocumentAndNoOther() {
        mongo.create(ORDERS, document("{validator: {a: {$gt: 1}}}"));

        WriteReceipt receipt = write(WriteOptions.standard(), numbered(1, 3));

        assertThat(receipt.written()).isEqualTo(2);
        assertThat(rejects.committed)
                .containsExactly("{\"$numberInt\": \"1\"} the target's validator refuses it (error 121)");
    }

    @Test
    void aDocumentOverTheServersLimitIsRejectedBeforeItIsSent() {
        DocumentBatch documents = numbered(1, 2);
        add(documents, bson("{\"_id\": 3, \"t\": \"" + "x".repeat(16 << 20) + "\"}"));

        WriteReceipt receipt = write(WriteOptions.standard(), documents);

        assertThat(receipt.written()).isEqualTo(2);
        assertThat(rejects.committed).hasSize(1).first().asString().contains("the target takes 16777216");
    }

    @Test
    void aDocumentOfExactlySixteenMegabytesArrives() {
        int around = bson("{\"_id\": 1, \"t\": \"\"}").length;
        DocumentBatch documents = new DocumentBatch(64);
        add(documents, bson("{\"_id\": 1, \"t\": \"" + "x".repeat((16 << 20) - around) + "\"}"));
        add(documents, bson("{\"_id\": 2, \"t\": \"" + "x".repeat((16 << 20) - around + 1) + "\"}"));

        WriteReceipt receipt = write(WriteOptions.standard(), documents);

        assertThat(documents.length(0)).isEqualTo(16 << 20);
        assertThat(receipt.detail()).isEqualTo(counts(1, 0, 0, 0));
        assertThat(receipt.rejected()).isEqualTo(1);
        assertThat(mongo.documents(ORDERS)).hasSize(1);
    }

    @Test
    void moreThanOneMessageHoldsIsSentInSeveral() {
        DocumentBatch documents = new DocumentBatch(64);
        String fourMegabytes = "x".repeat(4 << 20);
        for (int id = 0; id < 13; id++) {
            add(documents, bson("{\"_id\": " + id + ", \"t\": \"" + fourMegabytes + "\"}"));
        }

        WriteReceipt receipt = write(WriteOptions.standard(), documents);

        assertThat(receipt.detail()).isEqualTo(counts(13, 0, 0, 0));
        // 48 MB hold eleven of them; the driver likes its messages smaller still.
        assertThat(inserts()).hasSizeGreaterThan(1).allMatch(sent -> sent <= 11);
    }

    @Test
    void noMoreDocumentsThanTheBatchSizeAreSentAtOnce() {
        write(new WriteOptions(WriteConcern.W1, OnConflict.FAIL, EmptyTimestamps.REJECT, 4, false), numbered(1, 10));

        assertThat(inserts()).containsExactly(4L, 4L, 2L);
    }

    @Test
    void aMessageThatIsRefusedForItsSizeIsHalvedUntilTheDocumentIsFound() {
        mongo.faults()
                .on("insert")
                .where(insert -> insert.documents() > 2)
                .always()
                .answer(10334, "BSONObjectTooLarge", "BSONObj size is invalid");

        WriteReceipt receipt = write(WriteOptions.standard(), numbered(1, 10));

        assertThat(receipt.detail()).isEqualTo(counts(10, 0, 0, 0));
        assertThat(mongo.documents(ORDERS)).hasSize(10);
    }

    @Test
    void aDocumentThatIsRefusedAloneIsRejected() {
        mongo.faults().on("insert").next(5).answer(22, "InvalidBSON", "not valid BSON");

        WriteReceipt receipt = write(WriteOptions.standard(), numbered(1, 4));

        assertThat(receipt.written() + receipt.rejected()).isEqualTo(4);
        assertThat(rejects.committed)
                .first()
                .asString()
                .endsWith("the target says that it is not valid BSON (error 22)");
        assertThat(mongo.documents(ORDERS)).hasSize((int) receipt.written());
    }

    @Test
    void aConnectionCutBeforeTheReplyLeavesEveryDocumentOnce() {
        mongo.faults().on("insert").next(2).closeBeforeReply();

        WriteReceipt receipt = write(WriteOptions.standard(), numbered(1, 100));

        assertThat(receipt.written()).isEqualTo(100);
        assertThat(receipt.detail()).isEqualTo(counts(0, 100, 0, 0));
        assertThat(mongo.documents(ORDERS)).hasSize(100);
    }

    @Test
    void aConnectionCutInTheMiddleOfTheReplyLeavesEveryDocumentOnce() {
        mongo.faults().on("insert").nth(2).closeInReply();

        WriteReceipt receipt = write(
                new WriteOptions(WriteConcern.MAJORITY, OnConflict.FAIL, EmptyTimestamps.REJECT, 10, false),
                numbered(1, 100));

        assertThat(receipt.written()).isEqualTo(100);
        assertThat(mongo.documents(ORDERS)).hasSize(100);
    }

    @Test
    void aPrimaryThatStepsDownIsWaitedFor() {
        mongo.faults().on("insert").next(3).answer(10107, "NotWritablePrimary", "not master", "RetryableWriteError");

        WriteReceipt receipt = write(WriteOptions.standard(), numbered(1, 10));

        assertThat(receipt.detail()).isEqualTo(counts(10, 0, 0, 0));
    }

    @Test
    void aPrimaryThatDoesNotComeBackIsATransientFailure() {
        mongo.faults().on("insert").always().answer(10107, "NotWritablePrimary", "not master", "RetryableWriteError");

        assertThatThrownBy(() -> write(WriteOptions.standard(), numbered(1, 10)))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT);
                    assertThat(e.problem()).contains("cannot write shop.orders chunk 0");
                });
        assertThat(rejects.committed).isEmpty();
    }

    @Test
    void aMissingPrivilegeNamesTheRoleToGrant() {
        mongo.faults().on("insert").answer(13, "Unauthorized", "not authorized");

        assertThatThrownBy(() -> write(WriteOptions.standard(), numbered(1, 1)))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION);
                    assertThat(e.hint()).contains("grant the readWrite role on shop");
                });
    }

    @Test
    void aFullDiskFailsTheChunkAndRejectsNothing() {
        mongo.faults().on("insert").always().answer(14031, "OutOfDiskSpace", "No space left on device");

        assertThatThrownBy(() -> write(WriteOptions.standard(), numbered(1, 10)))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.NO_SPACE);
                    assertThat(e.problem()).contains("error 14031 OutOfDiskSpace");
                });
        assertThat(rejects.committed).isEmpty();
    }

    @Test
    void theServersTextIsNotRepeatedBecauseItMayQuoteADocument() {
        mongo.faults().on("insert").always().answer(9, "FailedToParse", "cannot parse 4111 1111 1111 1111");

        WriteReceipt receipt = write(WriteOptions.standard(), numbered(1, 1));

        assertThat(receipt.rejected()).isEqualTo(1);
        assertThat(rejects.committed).noneMatch(reason -> reason.contains("4111"));
    }

    @Test
    void aWriteConcernThatCannotBeMetFailsTheChunk() {
        WriteConcern three = new WriteConcern(3);

        assertThatThrownBy(() -> write(
                        new WriteOptions(three, OnConflict.FAIL, EmptyTimestamps.REJECT, 100, false), numbered(1, 1)))
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.problem()).contains("cannot write shop.orders chunk 0: error 100"));
    }

    @Test
    void withoutAcknowledgementEveryDocumentIsSentAndTheNotesSayThatNothingIsProved() {
        WriteOptions unconfirmed =
                new WriteOptions(WriteConcern.UNACKNOWLEDGED, OnConflict.FAIL, EmptyTimestamps.REJECT, 10, false);
        try (MongoSink sink = sink(unconfirmed)) {
            RunPlan plan = plan("run-1");
            sink.prepare(plan);
            WriteReceipt receipt = write(sink, numbered(1, 100));
            Eventually.until("all have arrived", () -> mongo.documents(ORDERS).size() == 100);
            sink.finish(plan, Stream.of(new ChunkReceipt(chunk(0), receipt)));

            assertThat(receipt.written()).isEqualTo(100);
            assertThat(sink.notes()).singleElement().asString().contains("the target confirmed no write");
        }
    }

    @Test
    void theNotesTellWhatWasThereKeptAndReplacedInAllChunks() {
        mongo.insert(ORDERS, document("{_id: 2, a: 7}"), document("{_id: 3, a: 3}"));
        try (MongoSink sink = sink(with(OnConflict.REPLACE))) {
            RunPlan plan = plan("run-1");
            sink.prepare(plan);
            WriteReceipt receipt = write(sink, numbered(1, 3));
            sink.finish(plan, Stream.of(new ChunkReceipt(chunk(0), receipt), new ChunkReceipt(chunk(1), receipt)));

            assertThat(sink.notes())
                    .containsExactly(
                            "2 documents were inserted",
                            "2 of the documents were in the target already, byte for byte",
                            "2 documents of the target were replaced");
        }
    }

    @Test
    void collectionsGetTheOptionsOfTheirSource() {
        BsonDocument metadata = document("""
                {options: {capped: true, size: 4096, max: 2, storageEngine: {wiredTiger: {}}}, uuid: '00'}""");
        CollectionInfo info = new CollectionInfo(Namespace.parse("shop.log"), CollectionKind.CAPPED, 1, 1, metadata);
        RunPlan plan = new RunPlan(
                "run-1",
                "migrate",
                "",
                "",
                List.of(new CollectionPlan(info, new BsonDocument())),
                new BsonDocument(),
                Instant.EPOCH);
        try (MongoSink sink = sink(WriteOptions.standard())) {
            sink.prepare(plan);
            sink.prepare(plan);
        }

        BsonDocument create = mongo.recorded().commands().stream()
                .filter(command -> command.name().equals("create"))
                .findFirst()
                .orElseThrow()
                .body();
        assertThat(create.getBoolean("capped").getValue()).isTrue();
        assertThat(create.getInt32("max").getValue()).isEqualTo(2);
        assertThat(create).doesNotContainKeys("storageEngine", "uuid");
    }

    @Test
    void dropEmptiesTheTargetWhenTheRunBeginsAndNotWhenItIsResumed() {
        WriteOptions dropping =
                new WriteOptions(WriteConcern.MAJORITY, OnConflict.FAIL, EmptyTimestamps.REJECT, 100, true);
        mongo.insert(ORDERS, document("{_id: 77}"));
        try (MongoSink sink = sink(dropping)) {
            sink.begin(plan("run-1"));
            sink.prepare(plan("run-1"));
            write(sink, numbered(1, 2));
        }
        try (MongoSink resumed = sink(dropping)) {
            resumed.prepare(plan("run-1"));
        }

        assertThat(mongo.documents(ORDERS)).containsExactly(document("{_id: 1, a: 1}"), document("{_id: 2, a: 2}"));
    }

    private WriteReceipt write(WriteOptions options, DocumentBatch documents) {
        try (MongoSink sink = sink(options)) {
            sink.prepare(plan("run-1"));
            return write(sink, documents);
        }
    }

    private static WriteReceipt write(MongoSink sink, DocumentBatch documents) {
        try (ChunkWriter writer = sink.open(chunk(0))) {
            writer.write(documents);
            return writer.commit();
        }
    }

    private MongoSink sink(WriteOptions options) {
        return new MongoSink(
                MongoConnection.open(mongo.uri(), MongoOptions.none()),
                options,
                CloneOptions.documentsOnly(),
                rejects,
                IndexListener.NONE,
                SHORT);
    }

    private static WriteOptions with(OnConflict onConflict) {
        return new WriteOptions(WriteConcern.MAJORITY, onConflict, EmptyTimestamps.REJECT, 100, false);
    }

    private List<Long> inserts() {
        return mongo.recorded().commands().stream()
                .filter(command -> command.name().equals("insert"))
                .map(command -> (long) command.documents())
                .toList();
    }

    private static BsonDocument counts(int inserted, int matched, int kept, int replaced) {
        return document("{inserted: NumberLong(" + inserted + "), matched: NumberLong(" + matched
                + "), kept: NumberLong(" + kept + "), replaced: NumberLong(" + replaced + ")}");
    }

    private static BsonDocument document(String json) {
        return BsonDocument.parse(json);
    }

    /** `{_id: n, a: n}` from the first to the last number. */
    private static DocumentBatch numbered(int first, int last) {
        DocumentBatch batch = new DocumentBatch(64);
        for (int id = first; id <= last; id++) {
            add(batch, bson("{\"_id\": " + id + ", \"a\": " + id + "}"));
        }
        return batch;
    }
}
