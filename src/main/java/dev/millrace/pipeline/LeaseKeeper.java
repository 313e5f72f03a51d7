package dev.millrace.pipeline;

import dev.millrace.observe.RunEvent;
import dev.millrace.state.Lease;
import dev.millrace.state.RunStore;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Keeps this process's leases alive by renewing each of them three times in its life. */
final class LeaseKeeper {

    private final RunStore store;
    private final Duration ttl;
    private final Consumer<RunEvent> events;
    private final Set<HeldLease> held = ConcurrentHashMap.newKeySet();

    LeaseKeeper(RunStore store, Duration ttl, Consumer<RunEvent> events) {
        this.store = store;
        this.ttl = ttl;
        this.events = events;
    }

    HeldLease hold(Lease lease) {
        HeldLease holding = new HeldLease(lease);
        held.add(holding);
        return holding;
    }

    void drop(HeldLease lease) {
        held.remove(lease);
    }

    /** Renews one lease now; tells the chunk's worker when it was lost. */
    void renew(HeldLease lease) {
        if (!lease.isLost() && held.contains(lease) && !store.renew(lease.lease(), ttl) && held.contains(lease)) {
            lease.lose();
            events.accept(new RunEvent.LeaseLost(lease.lease().chunk()));
        }
    }

    /** Renews for ever, until it is interrupted. */
    void keep() throws InterruptedException {
        while (true) {
            Thread.sleep(ttl.dividedBy(3));
            held.forEach(this::renew);
        }
    }
}
