package org.superlance.httpok;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.DecisionType;
import org.superlance.listener.restart.RestartMessages;
import org.superlance.listener.restart.RestartNotifier;
import org.superlance.listener.restart.RestartResult;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

/**
 * One letter for each failing check, sent when it is known what came of all its restarts. What becomes known later is
 * told in a letter of its own.
 */
final class CheckLetters implements RestartNotifier {

    /** A graceful stop may take an hour; people want to know sooner that something is wrong. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final NotificationQueue queue;
    private final LetterWriter writer;
    private final RestartMessages late;
    private final Supplier<Round> round;
    private final Duration patience;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<Namespec, Fate> underWay = new HashMap<>();
    private final List<Open> open = new ArrayList<>();

    /**
     * @param late writes the letters of their own
     * @param round what the look showed that the round is about
     */
    CheckLetters(
            NotificationQueue queue,
            LetterWriter writer,
            RestartMessages late,
            Supplier<Round> round,
            Duration patience) {
        this.queue = queue;
        this.writer = writer;
        this.late = late;
        this.round = round;
        this.patience = patience;
        this.timer = new ScheduledThreadPoolExecutor(1, CheckLetters::thread);
    }

    private record Open(Round round, List<Decision> all, Map<Namespec, Fate> fates) {
        boolean isComplete() {
            return fates.values().stream().allMatch(Fate::isKnown);
        }
    }

    /** Expects a report about this decision; to be called before the restart begins. */
    synchronized Fate expect(Decision decision) {
        Fate fate = new Fate(decision);
        underWay.put(decision.name(), fate);
        return fate;
    }

    /** Notes what was said while the core of the process was written. */
    synchronized void coreSays(Fate fate, String text) {
        fate.coreSays(text);
    }

    @Override
    public synchronized void onCycle(List<Decision> all, List<Decision> actedOn) {
        Round seen = round.get();
        if (!seen.expiring().isEmpty()) {
            queue.accept(writer.expiry(seen.expiring()));
        }
        if (seen.failures().isEmpty() || !isWorthALetter(all, actedOn)) {
            return;
        }
        Map<Namespec, Fate> outcomes = new LinkedHashMap<>();
        actedOn.forEach(
                decision -> outcomes.put(decision.name(), underWay.getOrDefault(decision.name(), new Fate(decision))));
        Open letter = new Open(seen, List.copyOf(all), outcomes);
        open.add(letter);
        if (letter.isComplete()) {
            send(letter);
        } else {
            Future<?> unused = timer.schedule(() -> send(letter), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** A check that fails because a restart is still going on, or is not acted on yet, is no news. */
    private boolean isWorthALetter(List<Decision> all, List<Decision> actedOn) {
        boolean held = all.stream().anyMatch(decision -> decision.type() == DecisionType.HOLD && decision.changed());
        boolean nobodySick = all.stream().allMatch(decision -> decision.type() == DecisionType.OK);
        boolean inBetween = all.stream().anyMatch(decision -> isInBetween(decision.process()));
        return !actedOn.isEmpty() || held || (nobodySick && open.isEmpty() && !inBetween);
    }

    private static boolean isInBetween(ProcessInfo process) {
        return process.state() == ProcessState.STARTING || process.state() == ProcessState.STOPPING;
    }

    @Override
    public synchronized void onFinished(Decision decision, RestartResult report) {
        Fate fate = underWay.get(decision.name());
        if (fate == null || fate.isTold()) {
            late.forReport(decision, report).ifPresent(queue::accept);
            if (report.outcome() != RestartResult.Outcome.START_FAILED) {
                underWay.remove(decision.name());
            }
            return;
        }
        fate.ended(report);
        open.stream().filter(Open::isComplete).toList().forEach(this::send);
    }

    /** It stands in the letter about the check. */
    @Override
    public void onRateLimited(Decision decision) {}

    @Override
    public synchronized void close() {
        List.copyOf(open).forEach(this::send);
        timer.shutdownNow();
    }

    private synchronized void send(Open letter) {
        if (open.remove(letter)) {
            letter.fates().values().forEach(Fate::tell);
            underWay.values().removeIf(fate -> fate.isTold() && fate.isOver());
            queue.accept(writer.failure(letter.round(), letter.all(), letter.fates()));
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "letter-timer");
        thread.setDaemon(true);
        return thread;
    }
}
