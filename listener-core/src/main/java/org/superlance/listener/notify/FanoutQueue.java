package org.superlance.listener.notify;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.Threads;

/** Several notification queues, each of which delivers every alert: one whose receiver is down holds up no other. */
public final class FanoutQueue implements NotificationQueue {

    private static final Logger LOG = LoggerFactory.getLogger(FanoutQueue.class);

    private final List<NotificationQueue> queues;

    private FanoutQueue(List<NotificationQueue> queues) {
        this.queues = queues;
    }

    /** One notification queue that is all of these; of none, it keeps nothing. */
    public static NotificationQueue of(List<? extends NotificationQueue> queues) {
        return switch (queues.size()) {
            case 0 -> NotificationQueue.none();
            case 1 -> queues.get(0);
            default -> new FanoutQueue(List.copyOf(queues));
        };
    }

    @Override
    public void accept(Alert alert) {
        accept(alert, receiver -> true);
    }

    @Override
    public void accept(Alert alert, Predicate<String> to) {
        for (NotificationQueue queue : queues) {
            try {
                queue.accept(alert, to);
            } catch (RuntimeException | VirtualMachineError | LinkageError e) {
                LOG.error(
                        "internal error in a notification queue: it does not deliver alert {}, the others do",
                        alert.id(),
                        e);
            }
        }
    }

    @Override
    public Set<String> receivers() {
        Set<String> all = new TreeSet<>();
        queues.forEach(queue -> all.addAll(queue.receivers()));
        return all;
    }

    /** How many deliveries are still to be made. */
    @Override
    public int pending() {
        int pending = 0;
        for (NotificationQueue queue : queues) {
            pending += queue.pending();
        }
        return pending;
    }

    @Override
    public void retry(Set<String> ids) {
        queues.forEach(queue -> queue.retry(ids));
    }

    @Override
    public boolean drain(Duration limit) throws InterruptedException {
        List<FutureTask<Boolean>> draining = queues.stream()
                .map(queue -> new FutureTask<>(() -> queue.drain(limit)))
                .toList();
        try {
            draining.forEach(task -> Threads.start("outbox-drain", task));
            boolean all = true;
            for (FutureTask<Boolean> task : draining) {
                all &= task.get();
            }
            return all;
        } catch (ExecutionException e) {
            LOG.error("internal error in a notification queue", e);
            return false;
        } finally {
            draining.forEach(task -> task.cancel(true));
        }
    }

    /** Closes all at the same time. Each closes within its own limit, so an interrupt does not cut one short. */
    @Override
    public void close() {
        List<Thread> closing = queues.stream()
                .map(queue -> Threads.start("outbox-close", queue::close))
                .toList();
        boolean interrupted = false;
        for (Thread thread : closing) {
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
}
