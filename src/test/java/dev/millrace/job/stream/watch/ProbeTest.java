package dev.millrace.job.stream.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProbeTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void tellsWhatWasSeen() {
        Probe probe = new Probe("mongodb", () -> "answers", LONG, LONG);

        assertThat(probe.answer()).satisfies(answer -> {
            assertThat(answer.up()).isTrue();
            assertThat(answer.detail()).isEqualTo("answers");
            assertThat(answer.name()).isEqualTo("mongodb");
        });
    }

    @Test
    void isDownWithTheProblemWhereTheLookFails() {
        Probe probe = new Probe(
                "mongodb",
                () -> {
                    throw new MillraceException(FailureKind.CONNECTION, "nobody there", "start it");
                },
                LONG,
                LONG);

        assertThat(probe.answer().up()).isFalse();
        assertThat(probe.answer().detail()).isEqualTo("nobody there");
    }

    @Test
    void looksOnceForManyWhoAsk() {
        Probe probe = new Probe("mongodb", () -> "look " + looks.incrementAndGet(), LONG, LONG);

        probe.answer();

        assertThat(probe.answer().detail()).isEqualTo("look 1");
    }

    @Test
    void looksAgainWhenItsAnswerIsOld() {
        Probe probe = new Probe("mongodb", () -> "look " + looks.incrementAndGet(), LONG, Duration.ZERO);

        Eventually.until("a second look", () -> probe.answer().detail().equals("look 2"));
    }

    @Test
    void doesNotWaitForOneThatHangsNorLooksOnceMoreMeanwhile() {
        CountDownLatch hang = new CountDownLatch(1);
        Probe probe = new Probe(
                "mongodb",
                () -> {
                    looks.incrementAndGet();
                    hang.await();
                    return "late";
                },
                Duration.ofMillis(20),
                Duration.ZERO);

        assertThat(probe.answer().detail()).startsWith("no answer for");
        assertThat(probe.answer().up()).isFalse();
        assertThat(looks).hasValue(1);
        hang.countDown();

        Eventually.until("an answer", () -> probe.answer().up());
    }
}
