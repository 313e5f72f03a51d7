package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.DocumentBatch;
import org.junit.jupiter.api.Test;

class BatchPairTest {

    private final BatchPair pair = new BatchPair(100);

    @Test
    void keepsItsBatchesFromChunkToChunk() {
        assertThat(pair.both()).hasSize(2).doesNotHaveDuplicates().isEqualTo(pair.both());
    }

    @Test
    void replacesABatchThatALargeDocumentHasMadeLarge() {
        DocumentBatch large = pair.both().getFirst();
        large.reserve(10_000);

        DocumentBatch small = pair.fresh(large);

        assertThat(small.bytes()).hasSize(100);
        assertThat(pair.both()).contains(small).doesNotContain(large);
    }

    @Test
    void handsNoLargeBatchToTheNextChunk() {
        pair.both().getLast().reserve(10_000);

        pair.trim();

        assertThat(pair.both()).hasSize(2).allMatch(batch -> batch.bytes().length == 100);
    }
}
