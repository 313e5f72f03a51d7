package dev.millrace.state.file;

import dev.millrace.contract.SampleRun;
import dev.millrace.state.RunStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A process that works on a run until it is killed; says what the store has acknowledged. */
public final class KilledWorker {

    static final String RUN = "killed";
    static final int CHUNKS = 2_000;

    private KilledWorker() {}

    public static void main(String[] args) {
        try (RunStore store = new FileRunStore(Path.of(args[0]), Clock.systemUTC())) {
            if (store.claimPlanning(RUN, "planner", Duration.ofMinutes(1))) {
                store.addChunks(RUN, SampleRun.smallChunks(0, CHUNKS));
                store.publish(SampleRun.plan(RUN));
            }
            System.out.println("ready");
            var lease = store.lease(RUN, "worker", Duration.ofMinutes(1));
            while (lease.isPresent()) {
                int number = lease.get().chunk().number();
                store.complete(lease.get(), SampleRun.receipt(number));
                System.out.println("done " + number);
                lease = store.lease(RUN, "worker", Duration.ofMinutes(1));
            }
        }
    }
}
