package org.superlance.listener.restart;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.AlertBook.Audience;
import org.superlance.listener.notify.OpenState;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessLookup;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * What lasts of restarts: a process that could not be stopped, one that could not be started, one that was not restarted
 * though it needs that, one that is held back by {@code --max-restarts}. Thread-safe.
 */
public final class RestartStates {

    private static final String STOP_FAILED = Outcome.STOP_FAILED.label();
    private static final String START_FAILED = Outcome.START_FAILED.label();
    /** Also the outcome that an alert about it names. */
    static final String HELD = "held";

    private static final String GIVEN_UP = "given_up";
    private static final String SKIPPED = Outcome.SKIPPED.label();
    private static final Set<String> OF_RESULTS = Set.of(STOP_FAILED, START_FAILED, SKIPPED);
    /** The process runs on as it did. */
    private static final Set<String> NOT_STOPPED = Set.of(STOP_FAILED, SKIPPED);

    /** In a note, after the pid: no check says that it is over. */
    private static final String UNTIL_RESTART = " until restart";

    private final AlertBook book;

    public RestartStates(AlertBook book) {
        this.book = book;
    }

    /** Tells of a restart that failed, unless that is known. */
    public void begin(Decision decision, RestartResult result, Alert alert, Audience audience) {
        book.begin(
                result.outcome().label(),
                alert,
                audience,
                decision.process().pid() + (decision.result().isSaidOnce() ? UNTIL_RESTART : ""));
    }

    /**
     * Tells that a process was restarted after all, if it was told that it could not be.
     *
     * @param alert about the restart
     * @return whether that was told
     */
    public boolean end(Decision decision, Alert alert) {
        return end(decision.name(), alert, OF_RESULTS, true);
    }

    /** The same, where another mail says it. */
    public void endWithoutMail(Decision decision, Alert alert) {
        end(decision.name(), alert, OF_RESULTS, false);
    }

    /** Tells that a program is given up, unless that is known. */
    public void beginGivenUp(Alert alert) {
        book.begin(GIVEN_UP, alert);
    }

    /**
     * Tells that a program that was given up runs again.
     *
     * @return false if it was not
     */
    public boolean endGivenUp(Namespec name, Alert alert) {
        return end(name, alert, Set.of(GIVEN_UP), true);
    }

    private boolean end(Namespec name, Alert alert, Set<String> kinds, boolean byMail) {
        boolean told = false;
        for (OpenState state : book.open()) {
            if (kinds.contains(state.what()) && name(state).equals(name)) {
                if (byMail && !told) {
                    book.end(state, alert);
                } else {
                    book.end(state, alert.subject(), alert.text().stripTrailing(), Audience.WITHOUT_MAIL);
                }
                told |= state.audience() == Audience.ALL;
            }
        }
        return told;
    }

    /**
     * Tells which processes are held back now, and which are not any more.
     *
     * @param decisions about all processes that were checked
     * @param message makes the alert about one that is held back
     */
    public void onCycle(List<Decision> decisions, Function<Decision, Alert> message, Audience audience) {
        onCycle(decisions, message, audience, Decision::isHealthy);
    }

    /** @param healthy whether a process of which nothing is to be done has been so for long enough */
    public void onCycle(
            List<Decision> decisions,
            Function<Decision, Alert> message,
            Audience audience,
            Predicate<Decision> healthy) {
        Map<Namespec, Decision> byName = new HashMap<>();
        for (Decision decision : decisions) {
            byName.putIfAbsent(decision.name(), decision);
            if (decision.type() == DecisionType.HOLD
                    && !book.seenAgain(
                            HELD, decision.name().group(), decision.name().name())) {
                book.begin(HELD, message.apply(decision), audience);
            }
        }
        for (OpenState state : book.open()) {
            Optional<Decision> decision = Optional.ofNullable(byName.get(name(state)));
            if (state.what().equals(HELD)) {
                endHold(state, decision, healthy);
            } else if (NOT_STOPPED.contains(state.what())
                    && !state.note().endsWith(UNTIL_RESTART)
                    && decision.filter(made -> isWell(made, healthy)).isPresent()) {
                end(
                        state,
                        "need not be " + (state.what().equals(SKIPPED) ? "restarted" : "stopped") + " any more",
                        decision.orElseThrow().reason());
            }
        }
    }

    private static boolean isWell(Decision decision, Predicate<Decision> healthy) {
        return decision.type() == DecisionType.OK && healthy.test(decision);
    }

    private void endHold(OpenState state, Optional<Decision> decision, Predicate<Decision> healthy) {
        if (decision.isEmpty()) {
            end(state, "is not held back any more", "It is not checked any more: it does not run, or was removed");
        } else if (decision.get().isActionable()) {
            // the alert about the restart says it
            end(state, "is not held back any more", "The limit allows a restart again", Audience.WITHOUT_MAIL);
        } else if (isWell(decision.get(), healthy)) {
            // one that has to wait for ticks after the listener was restarted is as sick as before
            end(state, "is not held back any more", decision.get().reason());
        }
    }

    /**
     * Looks whether somebody else has done what could not be done: a restart that is under way tells it itself.
     *
     * @param unfinished whether a restart of the process is under way, or will be finished
     */
    public void look(SupervisorClient supervisor, Predicate<Namespec> unfinished) {
        if (book.isEmpty()) {
            return;
        }
        List<OpenState> waiting = book.open().stream()
                .filter(state ->
                        OF_RESULTS.contains(state.what()) || state.what().equals(GIVEN_UP))
                .filter(state -> !unfinished.test(name(state)))
                .toList();
        ProcessLookup lookup = new ProcessLookup(supervisor, waiting.size());
        for (OpenState state : waiting) {
            RpcResult<ProcessInfo> result = lookup.find(name(state));
            if (result.value().isPresent() || result.isFault(Fault.BAD_NAME)) {
                look(state, result.value());
            }
        }
    }

    /** @param found empty if supervisord does not have it any more */
    private void look(OpenState state, Optional<ProcessInfo> found) {
        if (found.isEmpty()) {
            end(state, "was removed", "It is not in the configuration of supervisord any more");
        } else if (NOT_STOPPED.contains(state.what())) {
            lookWhetherStopped(state, found.get());
        } else {
            lookWhetherStarted(state, found.get());
        }
    }

    private void lookWhetherStopped(OpenState state, ProcessInfo process) {
        if (!process.hasPid()) {
            end(state, "has stopped", "Its state is " + process.state());
        } else if (!state.note().replace(UNTIL_RESTART, "").equals(Long.toString(process.pid()))) {
            end(state, "was restarted by somebody else", "New pid " + process.pid());
        }
    }

    private void lookWhetherStarted(OpenState state, ProcessInfo process) {
        switch (process.state()) {
            case RUNNING -> end(state, "is running", "Pid " + process.pid());
            case EXITED -> {
                // what was given up may have been EXITED all the time
                if (!state.what().equals(GIVEN_UP)) {
                    end(state, "could be started", "It has exited by itself");
                }
            }
            case STOPPED -> end(state, "was stopped by somebody", "Its state is STOPPED");
            case STARTING, STOPPING, BACKOFF, FATAL, UNKNOWN -> {}
        }
    }

    private void end(OpenState state, String clause, String reason) {
        end(state, clause, reason, Audience.ALL);
    }

    private void end(OpenState state, String clause, String reason, Audience audience) {
        Namespec name = name(state);
        book.end(
                state,
                heading(state) + ": process " + name + " " + clause,
                "Process " + name + " on " + state.begin().label("host") + " " + clause + ":\n" + reason + ".",
                audience);
    }

    /** What the subject of its begin has begun with, such as {@code memmon [site]}. */
    private static String heading(OpenState state) {
        String subject = state.begin().subject();
        return Stream.of(": failed to ", ": holding back ", ": process ")
                .map(subject::indexOf)
                .filter(end -> end > 0)
                .findFirst()
                .map(end -> subject.substring(0, end))
                .orElseGet(() -> state.begin().label("command"));
    }

    private static Namespec name(OpenState state) {
        return new Namespec(state.group(), state.process());
    }
}
