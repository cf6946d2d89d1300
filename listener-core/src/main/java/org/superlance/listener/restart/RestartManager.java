package org.superlance.listener.restart;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * Stops and starts processes: different ones at the same time, the same one never twice at once. What it stopped it
 * starts again; that it is about to is noted in the {@link RestartJournal} before the stop, for the listener's next life.
 *
 * <p>Nothing waits for a process here: a restart looks at its process now and then, so that one that takes an hour to
 * stop delays no other.
 */
public final class RestartManager {

    private static final Logger LOG = LoggerFactory.getLogger(RestartManager.class);

    private final RestartJournal journal;
    private final RestartTask.Context context;
    private final Metrics metrics;
    private final Map<Namespec, RestartTask> underWay = new ConcurrentHashMap<>();
    private volatile boolean finishing;

    /** One whose metrics nobody wants. */
    public RestartManager(SupervisorClient supervisor, RestartJournal journal, ScheduledExecutorService workers) {
        this(supervisor, journal, workers, Metrics.none());
    }

    public RestartManager(
            SupervisorClient supervisor, RestartJournal journal, ScheduledExecutorService workers, Metrics metrics) {
        this.journal = journal;
        this.context = new RestartTask.Context(supervisor, journal, workers, () -> finishing);
        this.metrics = metrics;
        metrics.registerGauge(Metric.RESTARTS_UNDER_WAY, underWay::size);
    }

    /** Starts again what an earlier life of this listener stopped and did not start any more. */
    public void resume(Consumer<RestartResult> report) {
        for (Namespec name : journal.pending()) {
            LOG.warn("resuming interrupted restart of {}", name);
            RestartTask task = task(name, 0, RestartHooks.NONE.because("resumed"), report);
            begin(task, Duration.ZERO, task::pollStopped);
        }
    }

    /**
     * Begins to restart the process, or to start it if it does not run.
     *
     * @param process as it was found: its pid tells the old process from the new
     * @param report is told what came of it, on a worker thread
     * @return false if a restart of it is under way already, or the listener is about to end
     */
    public boolean restart(ProcessInfo process, RestartHooks plan, Consumer<RestartResult> report) {
        RestartTask task = task(process.name(), process.pid(), plan, report);
        return !finishing && begin(task, plan.delay(), process.hasPid() ? task::begin : task::start);
    }

    public boolean isInProgress(Namespec name) {
        return underWay.containsKey(name);
    }

    /** How many restarts are under way. */
    public int inProgress() {
        return underWay.size();
    }

    /**
     * Takes no more restarts and finishes those under way; one that still waits for its delay is given up.
     *
     * @return whether all were finished within the limit; the others are named in the log
     */
    public boolean finish(Duration limit) throws InterruptedException {
        finishing = true;
        underWay.values().forEach(RestartTask::expedite);
        boolean finished = awaitIdle(limit);
        underWay.keySet()
                .forEach(name -> LOG.error(
                        "{}: its restart is not finished and this listener ends; see that it runs: supervisorctl start {}"
                                + " (with a state directory this listener does so when it runs again)",
                        name,
                        name));
        return finished;
    }

    /** Waits until no restart is under way; returns whether it came to that within the limit. */
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (underWay) {
            for (long left = limit.toMillis(); !underWay.isEmpty() && left > 0; ) {
                underWay.wait(left);
                left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            }
            return underWay.isEmpty();
        }
    }

    private RestartTask task(Namespec name, long oldPid, RestartHooks plan, Consumer<RestartResult> report) {
        Consumer<RestartResult> counted = result -> {
            count(result, plan.cause());
            report.accept(result);
        };
        return new RestartTask(context, name, oldPid, plan, counted, this::done);
    }

    private void count(RestartResult report, String cause) {
        String outcome = report.outcome().name().toLowerCase(Locale.ROOT);
        metrics.count(Metric.RESTARTS, report.name().toString(), cause, outcome);
    }

    private void done(RestartTask task) {
        synchronized (underWay) {
            underWay.remove(task.name());
            underWay.notifyAll();
        }
    }

    private boolean begin(RestartTask task, Duration delay, Runnable firstStep) {
        if (underWay.putIfAbsent(task.name(), task) != null) {
            return false;
        }
        task.beginAfter(delay, firstStep);
        return true;
    }
}
