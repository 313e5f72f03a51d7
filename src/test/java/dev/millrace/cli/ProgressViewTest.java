package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.RequestUnits;
import dev.millrace.observe.RunEvent;
import dev.millrace.state.RunPhase;
import dev.millrace.state.RunProgress;
import dev.millrace.state.WorkerReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person sees of a run that a service charges and throttles. */
class ProgressViewTest {

    private static final String RED = "\u001b[31m";

    @Test
    void theLineIsRedOnATerminalWhileTheServiceThrottles() {
        assertThat(shown(true, spent(true)))
                .contains(RED + "500/1000 documents")
                .endsWith("\u001b[0m");
        assertThat(shown(true, spent(false))).doesNotContain(RED);
    }

    @Test
    void elsewhereAWordSaysSo() {
        assertThat(shown(false, spent(true)))
                .contains("50/s", "1234 RU/s, throttled")
                .doesNotContain("\u001b");
    }

    @Test
    void unitsStandBesideTheDocumentsAndOnlyWhereTheyAreCharged() {
        assertThat(shown(false, spent(false))).contains("/s  1234 RU/s  1/2 chunks");
        assertThat(shown(false, RequestUnits.NONE)).doesNotContain("RU");
    }

    private static String shown(boolean terminal, RequestUnits spent) {
        StringWriter out = new StringWriter();
        WorkerReport own = new WorkerReport("host", 0, 0, 50, 50, 1, 0, spent, 1234, Instant.EPOCH);
        RunProgress progress = new RunProgress(
                "r", RunPhase.RUNNING, Instant.EPOCH, 2, 1, 0, 1, 0, 500, 0, 5000, 500, 1000, List.of(own));
        new ProgressView(new PrintWriter(out), new Terminal(terminal, 200))
                .accept(new RunEvent.ProgressMade(progress, own));
        return out.toString();
    }

    private static RequestUnits spent(boolean throttling) {
        return new RequestUnits(20_000, 100, 20, 3, Duration.ofSeconds(2), throttling);
    }
}
