package dev.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.model.RunPlan;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.NamespaceSelection;
import dev.millrace.source.generated.GeneratedCollection;
import dev.millrace.source.generated.GeneratedSource;
import dev.millrace.state.RecordedStore;
import dev.millrace.state.RunStore;
import dev.millrace.state.file.FileRunStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunPlannerTest {

    private static final Duration TTL = Duration.ofMillis(300);

    @TempDir
    Path directory;

    @Test
    void keepsThePlanningWhileASampleTakesLongerThanItsClaim() throws InterruptedException {
        AtomicInteger signs = new AtomicInteger();
        try (FileRunStore file = new FileRunStore(directory, Clock.systemUTC());
                GeneratedSource source = new GeneratedSource(GeneratedCollection.parse("orders?count=10"))) {
            RunStore store = RecordedStore.of(file, (call, arguments) -> {
                if (call.equals("addChunks") && arguments.get(1).equals(List.of())) {
                    signs.incrementAndGet();
                }
            });
            RunPlanner planner = new RunPlanner(store, "pod/1", TTL, Clock.systemUTC(), new StopSignal());

            RunPlan plan = planner.plan(
                    request(new ChunkSize(5)),
                    source,
                    _ -> {
                        Eventually.until("the claim outlived its time", () -> signs.get() > 3);
                        return new BsonDocument();
                    },
                    _ -> {});

            assertThat(plan.collections()).hasSize(1);
            assertThat(store.progress("run").chunks()).isEqualTo(2);
        }
    }

    private static RunPlanner.Request request(ChunkSize size) {
        return new RunPlanner.Request(
                "run", "export", "null:", new NamespaceSelection(List.of("*")), size, false, new BsonDocument());
    }
}
