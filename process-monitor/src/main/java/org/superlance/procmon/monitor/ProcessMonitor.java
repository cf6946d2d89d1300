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
 * Keeps processes running: restarts those that exit, at once after a successful run, otherwise after a delay that doubles
 * with each rapid failure in a row. Processes run from {@link #start()} to {@link #close()}.
 *
 * <p>All methods are thread-safe and, except {@link #close()}, return at once; their effects take place on a daemon thread of
 * the monitor.
 *
 * <p>A process is stopped by SIGTERM. Whatever of its process group is left after {@link RestartSettings#killTime()} gets
 * SIGKILL.
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
     * @param spawner starts the children; closed by the caller, after this monitor
     * @param observer gets each event, on the monitor's thread, which it must not block; see {@link LoggingEventListener}
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
     * Keeps a process running from now on, or from {@link #start()} on. It inherits stdout and stderr; its stdin is empty.
     *
     * @param name its name in this monitor
     * @param args the executable, looked up in {@code PATH}, and its arguments. No shell is involved; for one write
     *     {@code List.of("/bin/sh", "-c", script)}
     * @throws IllegalArgumentException if the name is taken or {@code args} is empty
     * @throws IllegalStateException if the monitor is closed
     */
    public void addProcess(String name, List<String> args) {
        addProcess(name, LaunchSpec.of(args));
    }

    /**
     * Keeps a process running from now on, with the user and group, environment and directory of the spec.
     *
     * @throws IllegalArgumentException if the name is taken, or the streams are pipes, which nothing reads
     * @throws IllegalStateException if the monitor is closed
     * @see #addProcess(String, List)
     */
    public synchronized void addProcess(String name, LaunchSpec launchSpec) {
        checkOpen();
        requireNonNull(name, "name is null");
        if (launchSpec.streams() != LaunchSpec.Streams.INHERITED) {
            throw new IllegalArgumentException(
                    "process '" + name + "': its streams must be INHERITED, nothing reads pipes");
        }
        if (processes.containsKey(name)) {
            throw new IllegalArgumentException("duplicate process name '" + name + "'");
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
     * @return completes when its process group has ended
     * @throws IllegalArgumentException if there is no such process
     */
    public synchronized CompletionStage<Void> removeProcess(String name) {
        MonitoredProcess process = process(name);
        processes.remove(name);
        return remove(process);
    }

    /**
     * Stops the process and starts it again at once, in any state: also one that waits for its next start or was given up.
     * Resets its failures.
     *
     * @throws IllegalArgumentException if there is no such process
     */
    public synchronized void restartProcess(String name) {
        restart(process(name));
    }

    /** Restarts all processes at the same time, as after the upgrade of a library. */
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
     * Stops all processes, and waits until they have ended, at most five seconds longer than the kill time. Not to be called
     * by the observer. If the JVM ends without it, the processes get SIGKILL, see {@link Spawner}.
     */
    @Override
    public void close() {
        Duration limit = context.killTime().plus(KILL_GRACE);
        try {
            removeAll().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.error("processes still running after {}; no longer waiting for them", Durations.format(limit));
        } catch (ExecutionException e) {
            LOG.error("cannot stop all processes", e);
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
            throw new IllegalArgumentException("unknown process '" + name + "'");
        }
        return process;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the process monitor is closed");
        }
    }

    private static ScheduledExecutorService startThread() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Threads.factory("process monitor"));
        thread.setRemoveOnCancelPolicy(true);
        return thread;
    }
}
