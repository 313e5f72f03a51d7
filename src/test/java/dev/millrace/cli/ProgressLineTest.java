package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.RequestUnits;
import dev.millrace.state.RunPhase;
import dev.millrace.state.RunProgress;
import dev.millrace.state.WorkerReport;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The line that tells how far a run is. */
class ProgressLineTest {

    @Test
    void tellsWhenTheRunWillBeDone() {
        assertThat(ProgressLine.of(halfDone(50), 200)).contains("500/1000 documents", "50%", "ETA 10.0 s");
    }

    @Test
    void doesNotGuessTheEndOfARunThatStandsStill() {
        assertThat(ProgressLine.of(halfDone(1e-5), 200)).contains("ETA unknown");
    }

    @Test
    void isNeverWiderThanTheTerminal() {
        for (int columns = 20; columns < 120; columns++) {
            assertThat(ProgressLine.of(halfDone(50), columns)).hasSizeLessThan(columns);
        }
    }

    private static RunProgress halfDone(double rate) {
        WorkerReport worker = new WorkerReport("host", 0, 0, rate, rate, 1, 0, RequestUnits.NONE, 0, Instant.EPOCH);
        return new RunProgress(
                "r", RunPhase.RUNNING, Instant.EPOCH, 2, 1, 0, 1, 0, 500, 0, 5000, 500, 1000, List.of(worker));
    }
}
