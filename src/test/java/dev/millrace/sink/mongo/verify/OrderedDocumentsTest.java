package dev.millrace.sink.mongo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.EveryId;
import dev.millrace.model.DocumentBatch;
import dev.millrace.sink.object.TestDocuments;
import dev.millrace.source.ChunkReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class OrderedDocumentsTest {

    @Test
    void handsDocumentsOverOneByOneAcrossBatches() {
        OrderedDocuments documents = documents(List.of("{_id: 1}", "{_id: 2}"), List.of("{_id: 'a'}"));

        assertThat(documents.next()).isTrue();
        assertThat(documents.id().asInt32().getValue()).isEqualTo(1);
        assertThat(documents.next()).isTrue();
        assertThat(documents.next()).isTrue();
        assertThat(documents.id().asString().getValue()).isEqualTo("a");
        assertThat(documents.isOrdered()).isTrue();
        assertThat(documents.next()).isFalse();
    }

    @Test
    void noticesAnIdThatIsNotBehindTheOneBefore() {
        OrderedDocuments documents = documents(List.of("{_id: 'a'}"), List.of("{_id: 2}"));

        documents.next();
        documents.next();

        assertThat(documents.isOrdered()).isFalse();
    }

    @Test
    void noticesADocumentWithoutAnId() {
        OrderedDocuments documents = documents(List.of("{a: 1}"));

        documents.next();

        assertThat(documents.isOrdered()).isFalse();
    }

    @Test
    void documentsAreTheSameWhereTheirBytesAre() {
        for (BsonDocument document : EveryId.documents()) {
            OrderedDocuments here = documents(List.of(document.toJson()));
            OrderedDocuments there = documents(List.of(document.toJson()));
            OrderedDocuments other =
                    documents(List.of(document.append("more", document.get("n")).toJson()));
            here.next();
            there.next();
            other.next();

            assertThat(here.isSame(there)).isTrue();
            assertThat(here.isSame(other)).isFalse();
        }
    }

    @SafeVarargs
    private static OrderedDocuments documents(List<String>... batches) {
        Deque<List<String>> left = new ArrayDeque<>(List.of(batches));
        return new OrderedDocuments(new ChunkReader() {
            @Override
            public boolean read(DocumentBatch batch) {
                batch.clear();
                List<String> next = left.poll();
                if (next != null) {
                    next.forEach(json -> TestDocuments.add(batch, TestDocuments.bson(json)));
                }
                return next != null;
            }

            @Override
            public void close() {
                left.clear();
            }
        });
    }
}
