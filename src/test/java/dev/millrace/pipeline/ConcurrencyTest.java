package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.source.ChunkReader;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConcurrencyTest {

    @Test
    void theFirstFailureOfAGroupInterruptsTheOthersAndIsThrown() {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch waiting = new CountDownLatch(1);

        assertThatThrownBy(() -> {
                    try (TaskGroup group = new TaskGroup("test")) {
                        group.fork(() -> {
                            try {
                                waiting.countDown();
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.set(true);
                                throw e;
                            }
                        });
                        group.fork(() -> {
                            waiting.await();
                            throw new IllegalArgumentException("first");
                        });
                        group.join();
                    }
                })
                .hasMessage("first");
        assertThat(interrupted).isTrue();
    }

    @Test
    void noTaskOutlivesItsGroup() {
        AtomicInteger running = new AtomicInteger();

        try (TaskGroup group = new TaskGroup("test")) {
            for (int i = 0; i < 10; i++) {
                group.fork(() -> {
                    running.incrementAndGet();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        running.decrementAndGet();
                    }
                });
            }
        }

        assertThat(running).hasValue(0);
    }

    @Test
    void aBudgetMakesReadersWaitUntilEnoughIsGivenBack() throws InterruptedException {
        MemoryBudget budget = new MemoryBudget(100);
        budget.charge(150);
        CountDownLatch through = new CountDownLatch(1);
        Thread reader = Thread.startVirtualThread(() -> {
            try {
                budget.awaitHeadroom();
                through.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (reader.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(through.getCount()).isOne();

        budget.release(60);

        through.await();
        assertThat(budget.used()).isEqualTo(90);
    }

    @Test
    void onlyWhatIsTransientIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        Retry retry = new Retry(5, Duration.ofMillis(1), Duration.ofMillis(1), new Random(1));

        assertThatThrownBy(() -> retry.call(
                        "test",
                        () -> {
                            tries.incrementAndGet();
                            throw new MillraceException(FailureKind.DATA, "broken", "");
                        },
                        (attempt, wait, reason) -> {}))
                .hasMessage("broken");
        assertThat(tries).hasValue(1);
    }

    @Test
    void triesEndAndTheLastFailureIsThrown() {
        AtomicInteger tries = new AtomicInteger();
        Retry retry = new Retry(4, Duration.ofMillis(1), Duration.ofMillis(1), new Random(1));

        assertThatThrownBy(() -> retry.call(
                        "test",
                        () -> {
                            throw new MillraceException(FailureKind.TRANSIENT, "away " + tries.incrementAndGet(), "");
                        },
                        (attempt, wait, reason) -> {}))
                .hasMessage("away 4");
    }

    @Test
    void waitsGrowUpToTheirCap() {
        Retry retry = new Retry(99, Duration.ofMillis(100), Duration.ofSeconds(2), new Random(1));

        for (int attempt = 1; attempt < 99; attempt++) {
            long bound = Math.min(2000, 100L << Math.min(attempt - 1, 20));
            assertThat(retry.delayAfter(attempt).toMillis()).isBetween(0L, bound);
        }
    }

    @Test
    void aFailureOfTheReaderReachesTheWriterAfterWhatWasReadBefore() throws InterruptedException {
        AtomicInteger reads = new AtomicInteger();
        AtomicBoolean closed = new AtomicBoolean();
        ChunkReader reader = new ChunkReader() {
            @Override
            public boolean read(DocumentBatch batch) {
                batch.clear();
                if (reads.incrementAndGet() == 3) {
                    throw new MillraceException(FailureKind.TRANSIENT, "cut", "");
                }
                batch.add(new byte[8], 0, 8);
                return true;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        MemoryBudget budget = new MemoryBudget(1000);

        try (ReadAhead ahead = new ReadAhead("test", reader, budget, new BatchPair(16))) {
            for (int i = 0; i < 2; i++) {
                DocumentBatch batch = ahead.next();
                assertThat(batch).isNotNull();
                ahead.recycle(batch);
            }
            assertThatThrownBy(ahead::next).hasMessage("cut");
        }

        assertThat(closed).isTrue();
        assertThat(budget.used()).isZero();
    }
}
