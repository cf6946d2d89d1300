package org.superlance.procmon.monitor;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.Threads;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.policy.RestartSettings;
import org.superlance.procmon.spawn.LaunchSpec;
import org.superlance.procmon.spawn.Spawner;

/**
 * Runs processes, and starts again those that die: at once after a successful run, with a delay that doubles with each
 * instant death in a row otherwise. Processes run from {@link #start()} to {@link #close()}.
 *
 * <p>All methods may be called by any thread, and return at once, but for {@link #close()}. What they cause happens on a
 * thread of the monitor, which does not keep the JVM from ending.
 *
 * <p>A process is stopped by SIGTERM. What has not ended after {@link RestartSettings#killTime()}, it or any other process of
 * its process group, gets SIGKILL.
 *
 * <p>Source: Twisted's process monitor, whose names are kept.
 */
public final class ProcessMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessMonitor.class);
    private static final Duration KILL_GRACE = Duration.ofSeconds(5);

    private final Duration consistencyDelay;
    private final MonitorContext context;
    private final Map<String, MonitoredProcess> processes = new LinkedHashMap<>();
    private CompletableFuture<Void> leaving = CompletableFuture.completedFuture(null);
    private boolean active;
    private boolean closed;

    /**
     * Starts children by this spawner, which remains the caller's to close.
     *
     * @param observer is told what happens, on the monitor's thread, which it must not hold up; {@link LoggingEventListener} for
     *     a line in the log
     */
    public ProcessMonitor(RestartSettings settings, Spawner spawner, Clock clock, Consumer<ProcessEvent> observer) {
        this(settings, spawner, clock, new Random(), startThread(), observer);
    }

    ProcessMonitor(
            RestartSettings settings,
            Spawner spawner,
            Clock clock,
            RandomGenerator random,
            ScheduledExecutorService thread,
            Consumer<ProcessEvent> observer) {
        this.consistencyDelay = settings.consistencyDelay();
        BackoffPolicy policy = new BackoffPolicy(settings, random);
        this.context = new MonitorContext(spawner, policy, settings.killTime(), clock, thread, observer);
    }

    /** Starts all processes that were added. Does nothing the second time. */
    public synchronized void start() {
        checkOpen();
        if (!active) {
            active = true;
            processes.values().forEach(process -> context.run(process::launch));
            checkLater();
        }
    }

    /**
     * Keeps a process running from now on, or from {@link #start()} on if that is yet to come. Its streams are ours, but
     * for stdin, which is empty.
     *
     * @param name by which it is known here
     * @param args the executable, looked up in {@code PATH}, and its arguments. No shell sees them; for a shell write
     *     {@code List.of("/bin/sh", "-c", script)}
     * @throws IllegalArgumentException if there is a process of that name, or no executable is named
     * @throws IllegalStateException if the monitor is closed
     */
    public void addProcess(String name, List<String> args) {
        addProcess(name, LaunchSpec.of(args));
    }

    /**
     * Keeps a process running from now on, with user and group, environment and directory as the launch says.
     *
     * @throws IllegalArgumentException if there is a process of that name, or its streams are pipes, which nobody reads
     * @throws IllegalStateException if the monitor is closed
     * @see #addProcess(String, List)
     */
    public synchronized void addProcess(String name, LaunchSpec launchSpec) {
        checkOpen();
        requireNonNull(name, "name is null");
        if (launchSpec.streams() != LaunchSpec.Streams.INHERITED) {
            throw new IllegalArgumentException(
                    "nobody would read what '" + name + "' writes: its streams must be ours");
        }
        if (processes.containsKey(name)) {
            throw new IllegalArgumentException("there is a process '" + name + "' already");
        }
        MonitoredProcess process = new MonitoredProcess(name, launchSpec, context);
        processes.put(name, process);
        if (active) {
            context.run(process::launch);
        }
    }

    /**
     * Stops the process, and never starts it again. Its name is free at once.
     *
     * @return completes when nothing is left of its process group
     * @throws IllegalArgumentException if there is no such process
     */
    public synchronized CompletionStage<Void> removeProcess(String name) {
        MonitoredProcess process = process(name);
        processes.remove(name);
        return remove(process);
    }

    /**
     * Stops the process and starts it again at once, whatever has become of it: also one that waits for its next start or
     * was given up. Its failures are forgotten.
     *
     * @throws IllegalArgumentException if there is no such process
     */
    public synchronized void restartProcess(String name) {
        restart(process(name));
    }

    /** Restarts all processes at the same time: what they depend on has changed, a library has a new version, say. */
    public synchronized void restartAll() {
        processes.values().forEach(this::restart);
    }

    /**
     * Sends the process itself, and not its group, a signal if it runs.
     *
     * @param signal a name without SIG, such as {@code USR1}
     * @throws IllegalArgumentException if there is no such process
     */
    public synchronized void signalProcess(String name, String signal) {
        MonitoredProcess process = process(name);
        context.run(() -> process.signal(signal));
    }

    /** The names of all processes, in the order in which they were added. */
    public synchronized List<String> names() {
        return List.copyOf(processes.keySet());
    }

    /**
     * The pid of the process; empty while it does not run.
     *
     * @throws IllegalArgumentException if there is no such process
     */
    public synchronized OptionalLong pid(String name) {
        return process(name).pid();
    }

    /**
     * Stops all processes, and waits until they have ended: five seconds longer than the kill time at most. Not to be
     * called by the observer. When the JVM ends without it, the spawner sees to it that the processes are killed.
     */
    @Override
    public void close() {
        Duration limit = context.killTime().plus(KILL_GRACE);
        try {
            removeAll().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.error("Not all processes have ended within {}; they are left as they are", Durations.format(limit));
        } catch (ExecutionException e) {
            LOG.error("Not all processes could be stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.thread().shutdownNow();
    }

    private synchronized Future<Void> removeAll() {
        closed = true;
        processes.values().forEach(this::remove);
        processes.clear();
        return leaving;
    }

    private CompletionStage<Void> remove(MonitoredProcess process) {
        CompletionStage<Void> gone = process.removed();
        leaving = leaving.isDone()
                ? gone.toCompletableFuture()
                : CompletableFuture.allOf(leaving, gone.toCompletableFuture());
        context.run(process::remove);
        return gone;
    }

    private void restart(MonitoredProcess process) {
        if (active) {
            context.run(process::restart);
        }
    }

    private void checkLater() {
        context.after(consistencyDelay, () -> {
            checkAll();
            checkLater();
        });
    }

    private synchronized void checkAll() {
        processes.values().forEach(MonitoredProcess::check);
    }

    private MonitoredProcess process(String name) {
        MonitoredProcess process = processes.get(name);
        if (process == null) {
            throw new IllegalArgumentException("there is no process '" + name + "'");
        }
        return process;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this process monitor is closed");
        }
    }

    private static ScheduledExecutorService startThread() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Threads.factory("process monitor"));
        thread.setRemoveOnCancelPolicy(true);
        return thread;
    }
}
