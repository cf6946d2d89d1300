package org.superlance.listener.restart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.status.ListenerStatus.Condition;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.Durations;

/**
 * Restarts for real, at most so many processes at the same time; the others wait, and the next begins when one before
 * it runs again. If one does not come back where one follows the other, what waits is left as it is: whatever has broken
 * this one would break them too. What is decided while it is still down waits until it runs.
 *
 * <p>What depends on others waits until these run, by the {@link RestartOrder} of the manager, and takes no place
 * meanwhile.
 */
public final class RestartQueue implements RestartExecutor {

    /** How long a restart waits for what the program depends on, before it is given up. */
    static final Duration MAX_WAIT = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(RestartQueue.class);
    /** Between two looks at what is waited for. */
    private static final Backoff LOOK_BACKOFF = new Backoff(Duration.ofMillis(250), 1.4, Duration.ofSeconds(3));

    private final RestartManager restartManager;
    private final Function<Decision, RestartHooks> hooks;
    private final RestartNotifier notifier;
    private final Optional<DependencyGate> gate;
    private final int maxConcurrent;
    private volatile Consumer<Namespec> restarted = name -> {};
    private volatile Consumer<Namespec> skipped = name -> {};

    // guarded by this
    private final List<Waiting> waiting = new ArrayList<>();
    private int running;
    private boolean lookScheduled;
    private int looks;

    /** A restart that has not begun. */
    private static final class Waiting {

        private final RestartNote note;
        private final boolean kept;
        private Duration blocked = Duration.ZERO;
        private String reason = "";

        /** @param kept whether the next run of the listener knows of it */
        Waiting(RestartNote note, boolean kept) {
            this.note = note;
            this.kept = kept;
        }

        Namespec name() {
            return note.name();
        }
    }

    private RestartQueue(
            RestartManager restartManager,
            Function<Decision, RestartHooks> hooks,
            RestartNotifier notifier,
            int maxConcurrent) {
        this.maxConcurrent = maxConcurrent;
        this.restartManager = restartManager;
        this.hooks = hooks;
        this.notifier = notifier;
        this.gate = restartManager.order().map(order -> new DependencyGate(order, restartManager::isInProgress));
    }

    /**
     * Restarts all processes of a cycle at the same time.
     *
     * @param hooks what is done around each restart
     */
    public static RestartQueue parallel(
            RestartManager restartManager, Function<Decision, RestartHooks> hooks, RestartNotifier notifier) {
        return new RestartQueue(restartManager, hooks, notifier, Integer.MAX_VALUE);
    }

    /**
     * Restarts one process after another.
     *
     * @param hooks what is done around each restart
     */
    public static RestartQueue rolling(
            RestartManager restartManager, Function<Decision, RestartHooks> hooks, RestartNotifier notifier) {
        return new RestartQueue(restartManager, hooks, notifier, 1);
    }

    @Override
    public synchronized boolean isInProgress(Namespec name) {
        return restartManager.isInProgress(name) || isWaiting(name);
    }

    private boolean isWaiting(Namespec name) {
        for (Waiting restart : waiting) {
            if (restart.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int inProgress() {
        return restartManager.inProgress();
    }

    @Override
    public void onRestart(Consumer<Namespec> listener) {
        restarted = listener;
    }

    @Override
    public void onSkipped(Consumer<Namespec> listener) {
        skipped = listener;
    }

    @Override
    public synchronized void execute(List<Decision> decisions) {
        for (Decision decision : decisions) {
            RestartNote note = RestartNote.of(decision, Duration.ZERO);
            // nothing but its restart has told that it is needed
            boolean kept = decision.result().cause().equals(CheckResult.DEPENDENCY);
            waiting.add(new Waiting(kept ? restartManager.keep(note) : note, kept));
        }
        next();
    }

    @Override
    public synchronized void resume() {
        running += restartManager.resume(
                (decision, report, told) -> ended(decision, report, told, new AtomicBoolean()),
                note -> waiting.add(new Waiting(note, true)));
        next();
    }

    @Override
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (awaitNobodyWaiting(end)) {
            boolean idle = restartManager.awaitIdle(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            synchronized (this) {
                if (!idle || waiting.isEmpty()) {
                    return idle;
                }
            }
        }
        return false;
    }

    private synchronized boolean awaitNobodyWaiting(long end) throws InterruptedException {
        for (long left = 1; !waiting.isEmpty() && left > 0; ) {
            left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            wait(Math.max(1, left));
        }
        return waiting.isEmpty();
    }

    @Override
    public void onRateLimited(Decision decision) {
        LOG.warn("{}", decision.sentence());
        notifier.onRateLimited(decision);
    }

    @Override
    public void onPaused(Decision decision) {
        LOG.info("{}", decision.sentence());
        notifier.onPaused(decision);
    }

    @Override
    public void onCycle(List<Decision> all, List<Decision> actedOn) {
        notifier.onCycle(all, actedOn);
    }

    @Override
    public void close() {
        leftWaiting().forEach(name -> skipped.accept(name));
        notifier.close();
    }

    /** The restarts that neither this run of the listener makes nor the next. */
    private synchronized List<Namespec> leftWaiting() {
        return waiting.stream()
                .filter(restart -> !restart.kept)
                .map(Waiting::name)
                .toList();
    }

    /** Begins what waits for no others. */
    private synchronized void next() {
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext() && hasRoom(); ) {
            Waiting first = all.next();
            if (!isOrdered(first)) {
                all.remove();
                begin(first);
            }
        }
        if (isAnyOrdered()) {
            looks = 0;
            look(Duration.ZERO);
        }
        notifyAll();
    }

    private boolean hasRoom() {
        return running < maxConcurrent && !restartManager.isFinishing();
    }

    private boolean isAnyOrdered() {
        for (Waiting restart : waiting) {
            if (isOrdered(restart)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOrdered(Waiting restart) {
        return gate.filter(its -> its.order().hasDependencies(restart.name())).isPresent();
    }

    private void begin(Waiting restart) {
        Decision decision = restart.note.decision();
        LOG.warn("{}", decision.sentence());
        AtomicBoolean ended = new AtomicBoolean();
        RestartHooks its = hooks.apply(decision);
        if (restartManager.restart(
                restart.note.withPause(its.pause()), its, (made, report, told) -> ended(made, report, told, ended))) {
            running++;
        } else if (!restart.kept) {
            skip(restart.name());
        } else if (!restartManager.isFinishing()) {
            restartManager.forget(restart.note);
            skip(restart.name());
        }
        // otherwise the listener is exiting, or another restart of it is in progress
    }

    private synchronized void look(Duration delay) {
        if (!lookScheduled) {
            lookScheduled = true;
            restartManager.schedule(delay, () -> look());
        }
    }

    /** Begins what need not wait any more for what it depends on, and gives up what has waited for too long. */
    private void look() {
        synchronized (this) {
            lookScheduled = false;
        }
        if (restartManager.isFinishing()) {
            return;
        }
        RpcResult<List<ProcessInfo>> table = restartManager.processes();
        List<Waiting> over = new ArrayList<>();
        synchronized (this) {
            Duration delay = LOOK_BACKOFF.delayAfter(++looks);
            for (Waiting restart : List.copyOf(waiting)) {
                if (isOrdered(restart)) {
                    look(restart, table, delay, over);
                }
            }
            if (isAnyOrdered()) {
                look(delay);
            }
            showWaiting();
            notifyAll();
        }
        over.forEach(this::giveUp);
    }

    private void showWaiting() {
        restartManager.setWaiting(waiting.stream()
                .filter(restart -> !restart.reason.isEmpty())
                .map(restart -> restart.note.decision().status(Condition.RESTARTING, "waits for " + restart.reason))
                .toList());
    }

    private void look(Waiting restart, RpcResult<List<ProcessInfo>> table, Duration delay, List<Waiting> over) {
        Optional<String> blocker = gate.orElseThrow()
                .closedBy(
                        restart.name(),
                        table,
                        waiting.stream().map(Waiting::name).toList());
        if (blocker.isPresent()) {
            if (!blocker.get().equals(restart.reason)) {
                LOG.info("{}: its restart waits for {}", restart.name(), blocker.get());
            }
            restart.reason = blocker.get();
            restart.blocked = restart.blocked.plus(delay);
        }
        if (isRestartedMeanwhile(restart, table) || restart.blocked.compareTo(MAX_WAIT) > 0) {
            waiting.remove(restart);
            over.add(restart);
        } else if (blocker.isEmpty() && hasRoom() && !restartManager.isBusy()) {
            waiting.remove(restart);
            begin(restart);
        }
    }

    private static boolean isRestartedMeanwhile(Waiting restart, RpcResult<List<ProcessInfo>> table) {
        ProcessInfo before = restart.note.decision().process();
        return before.hasPid()
                && table.value().stream()
                        .flatMap(List::stream)
                        .anyMatch(process -> process.name().equals(restart.name())
                                && process.hasPid()
                                && process.pid() != before.pid());
    }

    /** Later, if this is locked: whoever is told of it asks in turn what is in progress. */
    private void skip(Namespec name) {
        if (Thread.holdsLock(this)) {
            restartManager.schedule(Duration.ZERO, () -> skipped.accept(name));
        } else {
            skipped.accept(name);
        }
    }

    private void giveUp(Waiting restart) {
        skip(restart.name());
        boolean tooLong = restart.blocked.compareTo(MAX_WAIT) > 0;
        restartManager.giveUp(
                restart.note,
                tooLong
                        ? "waited " + Durations.format(MAX_WAIT) + " for " + restart.reason + " (--depends)"
                        : "restarted by somebody else meanwhile",
                tooLong,
                notifier::onFinished);
    }

    /** @param before whether it has ended before: one that stopped too late is told of twice */
    private void ended(Decision decision, RestartResult report, Runnable told, AtomicBoolean before) {
        if (report.outcome() == Outcome.RESTARTED) {
            // not under the lock: supervisord is asked
            restarted.accept(report.name());
        } else if (report.outcome() == Outcome.SKIPPED) {
            skip(report.name());
        }
        synchronized (this) {
            boolean failed = report.outcome() == Outcome.STOP_FAILED || report.outcome() == Outcome.START_FAILED;
            boolean abandons = failed && maxConcurrent == 1 && !waiting.isEmpty();
            notifier.onFinished(decision, abandons ? abandon(report) : report, told);
            if (report.outcome() != Outcome.START_FAILED && before.compareAndSet(false, true)) {
                running--;
                next();
            }
        }
    }

    /** The result, with what it means for the others, so that the alert says so too. */
    private RestartResult abandon(RestartResult report) {
        String left = waiting.stream().map(restart -> restart.name().toString()).collect(Collectors.joining(", "));
        waiting.forEach(restart -> skip(restart.name()));
        waiting.stream().filter(restart -> restart.kept).forEach(restart -> restartManager.forget(restart.note));
        waiting.clear();
        showWaiting();
        notifyAll();
        LOG.error("{} not restarted: rolling restart aborted, not restarting {}", report.name(), left);
        return report.with("rolling restart aborted, not restarting " + left);
    }
}
