package org.superlance.superlance;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.logging.ListenerThreadGroup;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.Threads;
import org.superlance.superlance.ListenerRun.ListenerExit;

/**
 * Runs one listener on a thread of its own. A run that fails is restarted after a growing delay; a listener with invalid
 * options is not run.
 */
final class ListenerThread {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerThread.class);
    private static final Duration STABLE_RUN = Duration.ofMinutes(10);
    private static final int MAX_FRAMES = 4;

    private final ListenerFile.Entry entry;
    private final HostedListener listener;
    private final CommandContext host;
    private final Namespec process;
    private final RefusedSections refused;
    private final Backoff delays;
    private final ListenerThreadGroup threads;
    private final Thread thread;
    private @Nullable ListenerRun run;
    private boolean ending;

    /** Whether another listener goes on with the events. */
    private boolean replaced;

    /**
     * @param host the context of the process
     * @param process the process's name, which the listener must not act on
     * @param refused is told if it cannot be run
     */
    ListenerThread(
            ListenerFile.Entry entry,
            HostedListener listener,
            CommandContext host,
            Namespec process,
            RefusedSections refused,
            Backoff delays) {
        this.entry = entry;
        this.listener = listener;
        this.host = host;
        this.process = process;
        this.refused = refused;
        this.delays = delays;
        this.threads = new ListenerThreadGroup(listener.name());
        this.thread = Threads.daemon(threads, listener.name(), this::runLoop);
    }

    HostedListener listener() {
        return listener;
    }

    ListenerFile.Entry entry() {
        return entry;
    }

    void start() {
        thread.start();
    }

    /** Stops the listener for good, after its work in progress. Does not wait for that. */
    synchronized void end() {
        ending = true;
        if (run != null) {
            run.stop();
        }
        notifyAll();
    }

    /** The same for one whose events another goes on with: they are not logged, and stay with it. */
    synchronized void endForSuccessor() {
        replaced = true;
        listener.hold();
        end();
    }

    /** Waits for its end; false if it has not ended within the limit. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        thread.join(Math.max(1, limit.toMillis()));
        return !thread.isAlive();
    }

    /** Where its thread is: the top frame and the first frames of this project. */
    String stackSummary() {
        StackTraceElement[] frames = thread.getStackTrace();
        String ours = Arrays.stream(frames)
                .filter(frame -> frame.getClassName().startsWith("org.superlance"))
                .limit(MAX_FRAMES)
                .map(frame -> ", " + text(frame))
                .collect(Collectors.joining());
        return "stack: " + (frames.length == 0 ? "terminated" : text(frames[0])) + ours;
    }

    private static String text(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber();
    }

    private void runLoop() {
        int failures = 0;
        for (ListenerRun next = next(); next != null; next = next()) {
            long started = System.nanoTime();
            ListenerExit exit = next.run();
            if (isOver(exit)) {
                return;
            }
            boolean stable = System.nanoTime() - started > STABLE_RUN.toNanos();
            failures = stable ? 1 : failures + 1;
            Duration delay = delays.delayAfter(failures);
            LOG.error("{}; restarting in {}", exit.sentence(), Durations.format(delay), exit.trace());
            listener.failed();
            pause(delay);
        }
        abandon();
    }

    private synchronized @Nullable ListenerRun next() {
        run = ending ? null : new ListenerRun(entry, threads, host, process, listener);
        if (run != null) {
            listener.onStarted(run);
        }
        return run;
    }

    private synchronized boolean isOver(ListenerExit exit) {
        run = null;
        if (!ending && !listener.hasBeenReady() && exit.fault().isEmpty()) {
            String sentence = "[eventlistener:" + listener.name() + "] is not run: " + exit.sentence();
            LOG.error("{}", sentence);
            refused.add(listener.name(), sentence);
            listener.abandon();
            return true;
        }
        if (ending) {
            abandon();
        }
        return ending;
    }

    private void abandon() {
        if (replaced) {
            return;
        }
        listener.abandon().stream()
                .filter(event -> !event.event().header().eventName().startsWith("TICK"))
                .forEach(event -> LOG.error("not handled before shutdown: {}", HostedListener.text(event)));
    }

    private synchronized void pause(Duration delay) {
        long end = System.nanoTime() + delay.toNanos();
        try {
            for (long left = delay.toNanos(); !ending && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted; restarting at once");
        }
    }
}
