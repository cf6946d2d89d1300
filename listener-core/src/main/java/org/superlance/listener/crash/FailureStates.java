package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.OpenState;
import org.superlance.listener.restart.UptimeCorrection;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessLookup;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * Sees which of the failures that people were told of are over: the program is RUNNING, or somebody has stopped or removed
 * it. supervisord is asked now and then, because the events of that may not be subscribed; where they are, it is asked at
 * the right moment. All times are of a clock that nobody sets. For one thread.
 */
public final class FailureStates {

    /** So that the end of a program's failure is told within seconds. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

    private static final Duration MAX_LOOK_INTERVAL = Duration.ofSeconds(30);

    private final AlertBook book;
    private final SupervisorClient supervisor;
    private final Recovery recovery;
    private final UptimeCorrection uptimes = new UptimeCorrection();
    private Instant nextLook = Instant.MIN;

    /** @param recovery when a program counts as running again */
    public FailureStates(AlertBook book, SupervisorClient supervisor, Recovery recovery) {
        this.book = book;
        this.supervisor = supervisor;
        this.recovery = recovery;
    }

    /**
     * When a program counts as running again.
     *
     * @param afterDeath how long it must have been RUNNING after a death; empty if nobody wants to know
     * @param afterStart how long it must have been RUNNING where it could not be started before
     */
    public record Recovery(Optional<Duration> afterDeath, Duration afterStart) {

        /** A start that failed before is over when the program is RUNNING; nobody wants to know of more. */
        public static final Recovery OF_STARTS = new Recovery(Optional.empty(), Duration.ZERO);
    }

    /** Why a failure is over. */
    public enum Reason {
        /** The program is RUNNING. */
        RUNNING("has recovered"),
        /** It has been running, and has ended by itself. */
        EXITED("could be started"),
        /** Somebody has stopped it. */
        STOPPED("was stopped"),
        /** supervisord does not have it any more. */
        REMOVED("was removed");

        private final String clause;

        Reason(String clause) {
            this.clause = clause;
        }

        /** After the name of the program: {@code has recovered}. */
        public String clause() {
            return clause;
        }
    }

    /**
     * A failure that is over.
     *
     * @param process as supervisord shows it; empty if it does not have it any more
     */
    public record Over(OpenState state, Reason reason, Optional<ProcessInfo> process) {

        public Namespec name() {
            return FailureStates.name(state);
        }
    }

    /** Whether a failure of that type lasts, and is not only something that happens. */
    public boolean isState(FailureType type) {
        return type != FailureType.EXITED || recovery.afterDeath().isPresent();
    }

    /** Takes a change in: it says when to look. */
    public void onEvent(ProcessStateEvent event, Instant now) {
        boolean mayEnd = event.state() == ProcessState.RUNNING || event.state() == ProcessState.STOPPED;
        if (!mayEnd || book.isEmpty()) {
            return;
        }
        for (OpenState state : book.open()) {
            if (name(state).equals(event.process())) {
                Instant then =
                        now.plus(isDeath(state) ? recovery.afterDeath().orElse(Duration.ZERO) : recovery.afterStart());
                nextLook = then.isBefore(nextLook) ? then : nextLook;
            }
        }
    }

    /** What is over now; to be told, and so to be ended in the book. */
    public List<Over> findOver(Instant now) {
        if (book.isEmpty() || now.isBefore(nextLook)) {
            return List.of();
        }
        List<OpenState> open = book.open();
        nextLook = now.plus(pause(open));
        Set<Namespec> names = new LinkedHashSet<>();
        open.forEach(state -> names.add(name(state)));
        return processes(names, now).map(found -> over(open, found)).orElse(List.of());
    }

    private Duration pause(List<OpenState> open) {
        if (!open.stream().allMatch(FailureStates::isDeath)) {
            return LOOK_INTERVAL;
        }
        Duration half = recovery.afterDeath().orElse(MAX_LOOK_INTERVAL).dividedBy(2);
        return half.compareTo(MAX_LOOK_INTERVAL) < 0 ? half : MAX_LOOK_INTERVAL;
    }

    /** Empty if supervisord does not tell; a process that it does not have is missing. */
    private Optional<Map<Namespec, ProcessInfo>> processes(Set<Namespec> names, Instant now) {
        ProcessLookup lookup = new ProcessLookup(supervisor, names.size());
        List<ProcessInfo> found = new ArrayList<>();
        for (Namespec name : names) {
            RpcResult<ProcessInfo> result = lookup.find(name);
            if (result.value().isEmpty() && !result.isFault(Fault.BAD_NAME)) {
                return Optional.empty();
            }
            result.value().ifPresent(found::add);
        }
        Map<Namespec, ProcessInfo> byName = new HashMap<>();
        uptimes.correct(found, now).forEach(process -> byName.put(process.name(), process));
        return Optional.of(byName);
    }

    private List<Over> over(List<OpenState> open, Map<Namespec, ProcessInfo> processes) {
        List<Over> over = new ArrayList<>();
        for (OpenState state : open) {
            Optional<ProcessInfo> process = Optional.ofNullable(processes.get(name(state)));
            reason(state, process).ifPresent(reason -> over.add(new Over(state, reason, process)));
        }
        return over;
    }

    private Optional<Reason> reason(OpenState state, Optional<ProcessInfo> found) {
        if (found.isEmpty()) {
            return Optional.of(Reason.REMOVED);
        }
        ProcessInfo process = found.get();
        return switch (process.state()) {
            case RUNNING -> runsAgain(state, process) ? Optional.of(Reason.RUNNING) : Optional.empty();
            case STOPPED -> Optional.of(Reason.STOPPED);
            case EXITED -> isDeath(state) ? Optional.empty() : Optional.of(Reason.EXITED);
            case STARTING, STOPPING, BACKOFF, FATAL, UNKNOWN -> Optional.empty();
        };
    }

    private boolean runsAgain(OpenState state, ProcessInfo process) {
        Duration needed = isDeath(state) ? recovery.afterDeath().orElse(Duration.ZERO) : recovery.afterStart();
        boolean another = !isDeath(state) || !state.note().equals(Long.toString(process.pid()));
        return another
                && process.uptime()
                        .filter(uptime -> uptime.compareTo(needed) >= 0)
                        .isPresent();
    }

    private static boolean isDeath(OpenState state) {
        return state.what().equals(FailureType.EXITED.name());
    }

    private static Namespec name(OpenState state) {
        return new Namespec(state.group(), state.process());
    }
}
