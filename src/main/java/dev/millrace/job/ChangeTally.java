package dev.millrace.job;

import dev.millrace.model.DocumentChange;
import dev.millrace.model.DocumentChange.Kind;
import dev.millrace.sink.mongo.change.ChangeOutcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of the operations of a change workload. Safe for use by many threads. */
final class ChangeTally {

    private final Map<Kind, LongAdder> done = new EnumMap<>(Kind.class);
    private final Map<ChangeOutcome, LongAdder> outcomes = new EnumMap<>(ChangeOutcome.class);
    private final AtomicLong last = new AtomicLong();

    ChangeTally() {
        for (Kind kind : Kind.values()) {
            done.put(kind, new LongAdder());
        }
        for (ChangeOutcome outcome : ChangeOutcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    void count(DocumentChange change, ChangeOutcome outcome) {
        adder(outcomes, outcome).increment();
        if (outcome == ChangeOutcome.DONE) {
            adder(done, change.kind()).increment();
        }
        last.accumulateAndGet(change.sequence(), Math::max);
    }

    ChangeSummary summary(ChangeSummary.End end, long nanos) {
        return new ChangeSummary(
                end,
                adder(done, Kind.INSERT).sum(),
                adder(done, Kind.UPDATE).sum(),
                adder(done, Kind.DELETE).sum(),
                adder(outcomes, ChangeOutcome.THERE_ALREADY).sum(),
                adder(outcomes, ChangeOutcome.NOT_FOUND).sum(),
                adder(outcomes, ChangeOutcome.REFUSED).sum(),
                last.get(),
                Duration.ofNanos(nanos));
    }

    private static <K> LongAdder adder(Map<K, LongAdder> adders, K key) {
        LongAdder adder = adders.get(key);
        if (adder == null) {
            throw new IllegalStateException("every constant has a counter");
        }
        return adder;
    }
}
