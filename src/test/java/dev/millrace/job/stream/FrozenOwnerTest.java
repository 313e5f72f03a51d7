package dev.millrace.job.stream;

import static dev.millrace.job.stream.FrozenOwner.STREAM;
import static dev.millrace.job.stream.FrozenOwner.point;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.StreamClaim;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process, stopped for longer than its lease while it saves, and continued. */
@Timeout(120)
class FrozenOwnerTest {

    @TempDir
    Path directory;

    @Test
    void findsThatItsStreamIsAnothersAndChangesNothing() throws Exception {
        try (RedisProcess redis = RedisProcess.start(directory);
                ResumeStore store = FrozenOwner.open(redis.uri(), "successor")) {
            Process owner = start(redis.uri());
            try (BufferedReader lines = owner.inputReader()) {
                for (int i = 0; i < 20; i++) {
                    assertThat(lines.readLine()).isEqualTo("saved");
                }
                assertThat(store.claim(STREAM)).isEmpty();
                signal(owner, "STOP");
                AtomicReference<Optional<StreamClaim>> claim = new AtomicReference<>(Optional.empty());
                Eventually.until("the lease runs out", () -> {
                    claim.set(store.claim(STREAM));
                    return claim.get().isPresent();
                });
                claim.get().orElseThrow().save(point(1_000_000));

                signal(owner, "CONT");

                assertThat(lines.lines()).last().isEqualTo("lost");
                assertThat(store.look(STREAM)).contains(point(1_000_000));
                assertThat(store.claim(STREAM)).isEmpty();
                claim.get().orElseThrow().close();
            } finally {
                owner.destroyForcibly().waitFor();
            }
        }
    }

    private static Process start(String uri) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FrozenOwner.class.getName(),
                        uri)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
