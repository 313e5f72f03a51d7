package dev.millrace.sink.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.WriteConcern;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.sink.mongo.ClonedCollections.Result;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;

/** Servers put their own time where a document has an empty timestamp; a moved document must not change unseen. */
class EmptyTimestampsTest {

    private static final String ORDERS = "shop.orders";

    /** MongoDB 5.0, which can be asked not to. */
    private static final int ABLE = 13;

    private static final BsonTimestamp EMPTY = new BsonTimestamp(0, 0);

    @Test
    void theyStayWhereTheTargetCanBeAsked() {
        try (ClonedCollections servers = servers(ABLE)) {
            Result result = servers.run(ClonedCollections.SAME_NAMES, ORDERS);

            assertThat(result.written()).isEqualTo(4);
            assertThat(servers.target.documents(ORDERS)).isEqualTo(servers.source.documents(ORDERS));
            assertThat(servers.target.recorded().commands("insert"))
                    .filteredOn(insert -> insert.body().containsKey("bypassEmptyTsReplacement"))
                    .isNotEmpty()
                    .allMatch(insert -> insert.documents() == 0);
        }
    }

    @Test
    void theyStayWhenTheyReplaceAnotherDocument() {
        try (ClonedCollections servers = servers(ABLE)) {
            servers.write = write(OnConflict.REPLACE, EmptyTimestamps.REJECT);
            servers.target.insert(ORDERS, new BsonDocument("_id", new BsonInt32(2)));

            Result result = servers.run(ClonedCollections.SAME_NAMES, ORDERS);

            assertThat(result.written()).isEqualTo(4);
            assertThat(servers.target.documents(ORDERS)).isEqualTo(servers.source.documents(ORDERS));
        }
    }

    @Test
    void suchADocumentIsRejectedWhereTheTargetWouldChangeIt() {
        try (ClonedCollections servers = servers(9)) {
            Result result = servers.run(ClonedCollections.SAME_NAMES, ORDERS);

            assertThat(result.written()).isEqualTo(2);
            assertThat(servers.rejects.committed)
                    .hasSize(2)
                    .allMatch(reason -> reason.contains("its own time in the place of the empty timestamp"));
            assertThat(servers.target.documents(ORDERS))
                    .extracting(document -> document.getNumber("_id").intValue())
                    .containsExactly(1, 4);
        }
    }

    @Test
    void orItIsWrittenWithTheServersTimeAndThatIsTold() {
        try (ClonedCollections servers = servers(9)) {
            servers.write = write(OnConflict.FAIL, EmptyTimestamps.SERVER_TIME);
            Result first = servers.run(ClonedCollections.SAME_NAMES, ORDERS);
            List<BsonDocument> written = servers.target.documents(ORDERS);
            Result second = servers.run(ClonedCollections.SAME_NAMES, ORDERS);

            assertThat(first.written()).isEqualTo(4);
            assertThat(first.notes())
                    .contains("2 documents have the target's time where the source has an empty timestamp");
            assertThat(written.get(1).getTimestamp("t")).isNotEqualTo(EMPTY);
            assertThat(written.get(3))
                    .isEqualTo(servers.source.documents(ORDERS).get(3));
            assertThat(second.notes()).contains("4 of the documents were in the target already, byte for byte");
            assertThat(servers.target.documents(ORDERS)).isEqualTo(written);
        }
    }

    private static ClonedCollections servers(int wireVersion) {
        ClonedCollections servers = new ClonedCollections(
                MongoDouble.builder().maxWireVersion(wireVersion).build());
        servers.source.load(
                ORDERS,
                List.of(
                        bytes(document(1).append("t", new BsonTimestamp(7, 0))),
                        bytes(document(2).append("t", EMPTY)),
                        bytes(document(3)
                                .append("a", new BsonInt32(1))
                                .append("t", EMPTY)
                                .append("u", EMPTY)),
                        bytes(document(4).append("nested", new BsonDocument("t", EMPTY)))));
        return servers;
    }

    private static BsonDocument document(int id) {
        return new BsonDocument("_id", new BsonInt32(id));
    }

    private static byte[] bytes(BsonDocument document) {
        var raw = new RawBsonDocument(document, new BsonDocumentCodec());
        byte[] bytes = new byte[raw.getByteBuffer().remaining()];
        raw.getByteBuffer().get(bytes);
        return bytes;
    }

    private static WriteOptions write(OnConflict onConflict, EmptyTimestamps policy) {
        return new WriteOptions(WriteConcern.MAJORITY, onConflict, policy, 100, false);
    }
}
