package org.superlance.listener.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event;
import org.superlance.listener.runtime.EventListenerRunner.EventService;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.VmErrors;

/**
 * The service of a process of its own, which goes on after errors of the JVM. Were they to end the process, supervisord
 * would start it again at once and, where memory or threads are still missing, soon give it up as FATAL.
 *
 * <p>What cannot be made at the start is made later; meanwhile supervisord keeps the events. An event that meets such an
 * error is handled again, at most {@value #MAX_ATTEMPTS} times. Where a class is missing because the JAR was overwritten,
 * the event is kept back for the process that comes next.
 */
final class ResilientService implements EventService {

    private static final Logger LOG = LoggerFactory.getLogger(ResilientService.class);

    /** Between two attempts: after 1 s, 2 s, 4 s … a minute. */
    static final Backoff DELAYS = Backoff.doubling(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private static final int MAX_ATTEMPTS = 4;

    private final Supplier<? extends EventService> services;
    private final Backoff delays;
    private final Optional<InstalledJar> jar;
    private final Consumer<Path> whenOverwritten;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<EventService> running = new AtomicReference<>();
    private volatile @Nullable JarWatcher watcher;

    /**
     * @param services makes what handles the events
     * @param delays between two attempts, counted anew for each event
     * @param jar that this process runs; empty if it runs none
     * @param whenOverwritten ends the process, so that supervisord starts one with the new JAR; called by any thread
     */
    ResilientService(
            Supplier<? extends EventService> services,
            Backoff delays,
            Optional<InstalledJar> jar,
            Consumer<Path> whenOverwritten) {
        this.services = services;
        this.delays = delays;
        this.jar = jar;
        this.whenOverwritten = whenOverwritten;
    }

    /** Makes and starts the service, as often as that takes; returns earlier only when this is closed. */
    @Override
    public void start() {
        for (int failures = 0; !startOnce(++failures); ) {
            if (isClosedWithin(delays.delayAfter(failures))) {
                return;
            }
        }
    }

    private boolean startOnce(int failures) {
        try {
            if (jar.isPresent() && watcher == null) {
                watcher = JarWatcher.start(jar.get(), whenOverwritten);
            }
            EventService service = services.get();
            running.set(service);
            service.start();
            return true;
        } catch (VirtualMachineError e) {
            closeRunning("cannot start");
            running.set(null);
            Duration delay = delays.delayAfter(failures);
            log("cannot start: " + VmErrors.sentence(e) + "; trying again in " + Durations.format(delay), e);
            return false;
        }
    }

    @Override
    public void onEvent(Event event) {
        attempt(event.header().eventName(), service -> service.onEvent(event));
    }

    @Override
    public void onLost(long number) {
        attempt("the loss of events", service -> service.onLost(number));
    }

    /** What is done with the service. */
    private interface Step {
        void with(EventService service);
    }

    private void attempt(String what, Step step) {
        EventService service = running.get();
        if (service == null) {
            return;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                step.with(service);
                return;
            } catch (VirtualMachineError e) {
                if (attempt == MAX_ATTEMPTS) {
                    log("could not handle " + what + ": " + VmErrors.sentence(e) + "; going on with the next", e);
                    return;
                }
                log("could not handle " + what + ": " + VmErrors.sentence(e) + "; trying again in a moment", e);
                if (isClosedWithin(delays.delayAfter(attempt))) {
                    return;
                }
            } catch (LinkageError e) {
                log("could not handle " + what + ": a class is missing", e);
                if (jar.isPresent() && jar.get().isOverwritten()) {
                    awaitEnd();
                }
                return;
            }
        }
    }

    /** Keeps the event from being acknowledged, so that supervisord sends it to the next process. */
    private void awaitEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosedWithin(Duration delay) {
        try {
            return closed.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void log(String sentence, Throwable fault) {
        try {
            LOG.error(sentence, fault);
        } catch (VirtualMachineError | LinkageError e) {
            // a line needs memory too, and may need a class that is missing
        }
    }

    private void closeRunning(String why) {
        EventService service = running.get();
        try {
            if (service != null) {
                service.close(why);
            }
        } catch (VirtualMachineError | LinkageError e) {
            log("not everything was closed", e);
        }
    }

    @Override
    public void close() {
        close("closed");
    }

    @Override
    public void close(String why) {
        closed.countDown();
        closeRunning(why);
        JarWatcher looking = watcher;
        if (looking != null) {
            looking.close();
        }
    }
}
