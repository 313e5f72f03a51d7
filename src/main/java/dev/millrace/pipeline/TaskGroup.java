package dev.millrace.pipeline;

import dev.millrace.model.MillraceException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on virtual threads. The first failure interrupts the others, and no task outlives {@link #close}. Tasks
 * are forked and joined by one thread.
 */
public final class TaskGroup implements AutoCloseable {

    private final String name;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private final Runnable onFailure;

    public TaskGroup(String name) {
        this(name, () -> {});
    }

    /** @param onFailure called once, by the task that fails first */
    public TaskGroup(String name, Runnable onFailure) {
        this.name = name;
        this.onFailure = onFailure;
    }

    /** Something to do that may be interrupted. */
    @FunctionalInterface
    public interface Task {
        void run() throws InterruptedException;
    }

    public void fork(Task task) {
        threads.add(Thread.ofVirtual().name(name + "-" + threads.size()).unstarted(() -> run(task)));
        threads.getLast().start();
    }

    /** Interrupts every task; whoever joins sees their failures. */
    public void interrupt() {
        threads.forEach(Thread::interrupt);
    }

    /** Waits for every task, then throws the first failure if there was one. */
    public void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        throwFailure();
    }

    /** Throws the first failure, if there was one up to now. */
    public void throwFailure() {
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    /** Interrupts what still runs and waits for its end, even if this thread is interrupted meanwhile. */
    @Override
    public void close() {
        interrupt();
        boolean interrupted = Thread.interrupted();
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Task task) {
        try {
            task.run();
        } catch (InterruptedException e) {
            fail(MillraceException.interrupted(name));
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable e) {
        if (failure.compareAndSet(null, e)) {
            interrupt();
            onFailure.run();
        }
    }
}
