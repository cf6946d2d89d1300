package org.superlance.listener.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.status.ListenerStatus.Activity;
import org.superlance.listener.status.ListenerStatus.Condition;
import org.superlance.listener.status.ListenerStatus.Identity;
import org.superlance.listener.status.ListenerStatus.Problem;
import org.superlance.listener.status.ListenerStatus.ProgramStatus;
import org.superlance.listener.status.ListenerStatus.ReceiverStatus;
import org.superlance.listener.status.ListenerStatus.StandingState;
import org.superlance.listener.status.ListenerStatus.State;

/**
 * Takes down what a listener does, for its status. Safe for use by several threads; waits for nothing, so that it can be
 * used on the protocol thread too.
 */
public final class StatusRecorder {

    private static final int MAX_STANDING = 100;

    private @Nullable Instant lastEvent;
    private @Nullable Instant lastTick;
    private @Nullable Instant checkBegun;
    private @Nullable Instant lastCheck;
    private @Nullable Duration checkDuration;
    private int watched;
    private List<ProgramStatus> programs = List.of();
    private Optional<Problem> problem = Optional.empty();
    private final List<Supplier<ReceiverStatus>> receivers = new CopyOnWriteArrayList<>();
    private volatile Supplier<List<ProgramStatus>> restarting = List::of;
    private volatile Supplier<List<StandingState>> standing = List::of;
    private volatile IntSupplier failures = () -> 0;
    private volatile Runnable change = () -> {};

    /** Registers what is to be run when something has changed that is to be seen soon; it waits for nothing. */
    public void onChange(Runnable task) {
        change = task;
    }

    /** An event has come. */
    public void onEvent(Instant now, boolean isTick) {
        synchronized (this) {
            lastEvent = now;
            lastTick = isTick ? now : lastTick;
        }
        change.run();
    }

    /** A check begins. */
    public synchronized void onCheckBegun(Instant now) {
        checkBegun = now;
    }

    /**
     * A check is over.
     *
     * @param watching how many programs it has looked at
     * @param found those that are not simply well
     */
    public void onChecked(Instant now, Duration duration, int watching, List<ProgramStatus> found) {
        synchronized (this) {
            checkBegun = null;
            lastCheck = now;
            checkDuration = duration;
            watched = watching;
            programs = List.copyOf(found);
        }
        change.run();
    }

    /** A check is over, whatever came of it. */
    public synchronized void onCheckEnded() {
        checkBegun = null;
    }

    /** Something went wrong. */
    public void onProblem(Instant now, String what) {
        synchronized (this) {
            problem = Optional.of(new Problem(now, what));
        }
        change.run();
    }

    private Activity activity(Instant now) {
        return new Activity(
                now,
                Optional.ofNullable(lastEvent),
                Optional.ofNullable(lastTick),
                Optional.ofNullable(checkBegun),
                Optional.ofNullable(lastCheck),
                Optional.ofNullable(checkDuration),
                watched);
    }

    /** Registers somebody who is told, by what is known of it when it is asked. */
    public void register(Supplier<ReceiverStatus> receiver) {
        receivers.add(receiver);
    }

    /** Registers the programs whose restart is in progress. */
    public void registerRestarts(Supplier<List<ProgramStatus>> inProgress) {
        restarting = inProgress;
    }

    /** Registers what people were told of and what is not over. */
    public void registerStanding(Supplier<List<StandingState>> states) {
        standing = states;
    }

    /** Registers how many deaths of programs are still to be told. */
    public void registerFailures(IntSupplier waiting) {
        failures = waiting;
    }

    /** All of it. What is registered is asked without a lock: it may wait for the disk. */
    public ListenerStatus status(Identity identity, State state, Instant now) {
        Activity done;
        List<ProgramStatus> checked;
        Optional<Problem> last;
        synchronized (this) {
            done = activity(now);
            checked = programs;
            last = problem;
        }
        List<ProgramStatus> all = named(checked);
        return new ListenerStatus(
                identity,
                state,
                done,
                first(all, ListenerStatus.MAX_PROGRAMS),
                Math.max(0, all.size() - ListenerStatus.MAX_PROGRAMS),
                receiverStatus(),
                first(standing.get(), MAX_STANDING),
                failures.getAsInt(),
                last);
    }

    private static <T> List<T> first(List<T> all, int max) {
        return all.subList(0, Math.min(max, all.size()));
    }

    private List<ReceiverStatus> receiverStatus() {
        List<ReceiverStatus> found = new ArrayList<>();
        for (Supplier<ReceiverStatus> receiver : receivers) {
            found.add(receiver.get());
        }
        return found;
    }

    /** What the last check has found may be over: a restart that it has begun, for instance. */
    private List<ProgramStatus> named(List<ProgramStatus> checked) {
        List<ProgramStatus> all = new ArrayList<>(restarting.get());
        Set<String> busy = new HashSet<>();
        all.forEach(program -> busy.add(program.name()));
        for (ProgramStatus program : checked) {
            if (program.condition() != Condition.RESTARTING && !busy.contains(program.name())) {
                all.add(program);
            }
        }
        return all;
    }
}
