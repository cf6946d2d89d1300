package org.superlance.listener.alert;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several outboxes, each of which delivers every alert: one whose receiver is down holds up no other. */
public final class Outboxes implements Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outboxes.class);

    private final List<Outbox> outboxes;

    private Outboxes(List<Outbox> outboxes) {
        this.outboxes = outboxes;
    }

    /** One outbox that is all of these; of none, it keeps nothing. */
    public static Outbox of(List<? extends Outbox> outboxes) {
        return switch (outboxes.size()) {
            case 0 -> Outbox.none();
            case 1 -> outboxes.get(0);
            default -> new Outboxes(List.copyOf(outboxes));
        };
    }

    @Override
    public void accept(Alert alert) {
        for (Outbox outbox : outboxes) {
            try {
                outbox.accept(alert);
            } catch (RuntimeException e) {
                LOG.error("One of several outboxes did not take the alert {}; the others get it.", alert.id(), e);
            }
        }
    }

    /** How many deliveries are still to be made. */
    @Override
    public int pending() {
        return outboxes.stream().mapToInt(Outbox::pending).sum();
    }

    @Override
    public boolean drain(Duration limit) throws InterruptedException {
        List<FutureTask<Boolean>> draining = outboxes.stream()
                .map(outbox -> new FutureTask<>(() -> outbox.drain(limit)))
                .toList();
        try {
            draining.forEach(task -> start("outbox-drain", task));
            boolean all = true;
            for (FutureTask<Boolean> task : draining) {
                all &= task.get();
            }
            return all;
        } catch (ExecutionException e) {
            LOG.error("An outbox stumbled over a fault of its own while it delivered what waits.", e);
            return false;
        } finally {
            draining.forEach(task -> task.cancel(true));
        }
    }

    /** Closes all at the same time. Each ends within its own limit, so an interrupt does not keep one from it. */
    @Override
    public void close() {
        List<Thread> closing = outboxes.stream()
                .map(outbox -> start("outbox-close", outbox::close))
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

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
