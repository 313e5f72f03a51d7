package dev.millrace.state.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.state.RunStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that are killed with `kill -9` in the middle of their work. */
class FileRunStoreKillTest {

    @TempDir
    Path directory;

    @Test
    void remembersWhatItAcknowledgedWhenItIsKilledAgainAndAgain() throws Exception {
        Random random = new Random(42);
        Set<String> acknowledged = new TreeSet<>();
        for (int round = 0; round < 6; round++) {
            acknowledged.addAll(workAndDieAfter(random.nextInt(1, 250)));
        }

        try (RunStore store = new FileRunStore(directory, Clock.systemUTC())) {
            Set<String> remembered;
            try (Stream<ChunkReceipt> receipts = store.receipts(KilledWorker.RUN)) {
                remembered = receipts.map(receipt -> "done " + receipt.chunk().number())
                        .collect(Collectors.toSet());
            }
            assertThat(remembered).containsAll(acknowledged);
            int left = KilledWorker.CHUNKS - remembered.size();
            int leased = 0;
            while (store.lease(KilledWorker.RUN, "last", Duration.ofMinutes(1)).isPresent()) {
                leased++;
            }
            assertThat(leased).isEqualTo(left);
        }
    }

    @Test
    void tellsWhichOtherProcessWorksOnTheRunAndMayWatchIt() throws Exception {
        Process worker = start();
        try (BufferedReader output = worker.inputReader();
                RunStore store = new FileRunStore(directory, Clock.systemUTC())) {
            assertThat(output.readLine()).isEqualTo("ready");

            assertThatThrownBy(() -> store.lease(KilledWorker.RUN, "b", Duration.ofMinutes(1)))
                    .isInstanceOfSatisfying(MillraceException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
                        assertThat(failure.problem()).contains("process " + worker.pid());
                    });
            assertThat(store.progress(KilledWorker.RUN).chunks()).isEqualTo(KilledWorker.CHUNKS);
            worker.destroyForcibly().waitFor();
            assertThat(store.lease(KilledWorker.RUN, "b", Duration.ofMinutes(1)))
                    .isPresent();
        } finally {
            worker.destroyForcibly();
        }
    }

    private Set<String> workAndDieAfter(int chunks) throws IOException, InterruptedException {
        Process worker = start();
        Set<String> acknowledged = new TreeSet<>();
        try (BufferedReader output = worker.inputReader()) {
            assertThat(output.readLine()).isEqualTo("ready");
            for (int i = 0; i < chunks; i++) {
                acknowledged.add(output.readLine());
            }
            worker.destroyForcibly().waitFor();
        } finally {
            worker.destroyForcibly();
        }
        return acknowledged;
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWorker.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
