package org.superlance.procmon.watch;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.restart.RestartStates;
import org.superlance.listener.runtime.ListenerContext;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Durations;
import org.superlance.procmon.policy.RestartDecision.GiveUp;
import org.superlance.procmon.policy.RestartDecision.ScheduledRestart;

/**
 * A decision about a program, or its outcome. Log line and mail print this.
 *
 * @param what the action, with the name
 * @param reason one clause
 * @param startFailed whether it follows from a failed start by this listener
 */
record WatchDecision(Kind kind, Namespec name, String what, String reason, boolean startFailed) {

    enum Kind {
        /** A start is scheduled. */
        NEXT_START,
        /** It would be started now, and an operator has paused it. */
        PAUSED,
        /** It was started, but not by this listener. */
        NOT_NEEDED,
        /** This listener has started it, and it is RUNNING. */
        BROUGHT_BACK,
        /** It failed too often, and is not started any more. */
        GIVEN_UP,
        /** It did not stop, and got SIGKILL. */
        KILLED,
        /** supervisord is shut down because of it. */
        SHUTDOWN
    }

    static WatchDecision nextStart(Namespec name, ScheduledRestart next, boolean startFailed) {
        String when = next.delay().isZero() ? "now" : "in " + Durations.format(next.delay());
        return new WatchDecision(Kind.NEXT_START, name, "start " + name + " " + when, next.reason(), startFailed);
    }

    static WatchDecision paused(Namespec name, String reason, String pause) {
        return new WatchDecision(Kind.PAUSED, name, "not starting " + name, reason + "; " + pause, false);
    }

    static WatchDecision notNeeded(Namespec name, String reason) {
        return new WatchDecision(Kind.NOT_NEEDED, name, "leave " + name, reason, false);
    }

    static WatchDecision broughtBack(Namespec name, String before) {
        return new WatchDecision(
                Kind.BROUGHT_BACK, name, "brought back " + name, "running again; before: " + before, false);
    }

    static WatchDecision givenUp(Namespec name, GiveUp giveUp, boolean startFailed) {
        return new WatchDecision(
                Kind.GIVEN_UP,
                name,
                "give up " + name,
                giveUp.reason() + "; to start it: supervisorctl start " + name,
                startFailed);
    }

    static WatchDecision killed(Namespec name, long pid, Duration since) {
        return new WatchDecision(
                Kind.KILLED,
                name,
                "killed " + name,
                "STOPPING for " + Durations.format(since) + " (--kill-stuck); pid " + pid,
                false);
    }

    static WatchDecision shutdown(Namespec name, String reason) {
        return new WatchDecision(Kind.SHUTDOWN, name, "shut down supervisord because of " + name, reason, false);
    }

    /** Whether it is an intention, not an outcome. */
    boolean isToBeActedOn() {
        return kind == Kind.NEXT_START || kind == Kind.GIVEN_UP || kind == Kind.SHUTDOWN;
    }

    /** {@code start web:w1 in 4s: FATAL, failure 3 in a row}. */
    String sentence() {
        return what + ": " + reason;
    }

    /** Logs, counts and mails decisions. */
    static final class WatchReporter implements Consumer<WatchDecision> {

        private static final Logger LOG = LoggerFactory.getLogger(WatchReporter.class);

        /** The label of metrics for the cause of a restart. */
        private static final String CAUSE = "down";

        private final String heading;
        private final ListenerContext context;
        private final RestartStates states;

        WatchReporter(WatchConfig config, ListenerContext context) {
            this.heading = config.heading();
            this.context = context;
            for (String verdict : List.of("start", "hold", "paused", "kill", "shutdown", "ok")) {
                context.metrics().add(Metric.DECISIONS, 0, verdict);
            }
            this.states = new RestartStates(context.alerts());
        }

        @Override
        public void accept(WatchDecision decision) {
            log(decision);
            count(decision, context.metrics());
            alert(decision).ifPresent(alert -> tell(decision, alert));
        }

        /** What is given up stays so until it runs, or somebody stops or removes it; all else only happens. */
        private void tell(WatchDecision decision, Alert alert) {
            if (decision.kind() == Kind.GIVEN_UP) {
                states.beginGivenUp(alert);
            } else if (decision.kind() != Kind.BROUGHT_BACK || !states.endGivenUp(decision.name(), alert)) {
                context.alerts().tell(alert);
            }
        }

        private void log(WatchDecision decision) {
            String sentence =
                    (context.dryRun() && decision.isToBeActedOn() ? "dry run, would " : "") + decision.sentence();
            switch (decision.kind()) {
                case NOT_NEEDED, BROUGHT_BACK, PAUSED -> LOG.info("{}", sentence);
                case NEXT_START, KILLED -> LOG.warn("{}", sentence);
                case GIVEN_UP, SHUTDOWN -> LOG.error("{}", sentence);
            }
        }

        private static void count(WatchDecision decision, Metrics metrics) {
            switch (decision.kind()) {
                case NEXT_START -> metrics.count(Metric.DECISIONS, "start");
                case PAUSED -> metrics.count(Metric.DECISIONS, "paused");
                case GIVEN_UP -> metrics.count(Metric.DECISIONS, "hold");
                case KILLED -> metrics.count(Metric.DECISIONS, "kill");
                case SHUTDOWN -> metrics.count(Metric.DECISIONS, "shutdown");
                case NOT_NEEDED -> metrics.count(Metric.DECISIONS, "ok");
                case BROUGHT_BACK ->
                    metrics.count(Metric.RESTARTS, decision.name().toString(), CAUSE, "restarted");
            }
            if (decision.startFailed()) {
                metrics.count(Metric.RESTARTS, decision.name().toString(), CAUSE, "start_failed");
            }
        }

        private static String done(WatchDecision decision, String event) {
            return decision.kind() == Kind.PAUSED ? "not started: " + decision.reason() : event.replace('_', ' ');
        }

        private Optional<Alert> alert(WatchDecision decision) {
            if (decision.kind() == Kind.NEXT_START || decision.kind() == Kind.NOT_NEEDED) {
                return Optional.empty();
            }
            String event = decision.kind().name().toLowerCase(Locale.ROOT);
            String subject = heading + ": "
                    + (decision.kind() == Kind.SHUTDOWN
                            ? "supervisord shut down, process " + decision.name()
                            : "process " + decision.name() + " " + done(decision, event));
            String text = "Process " + decision.name() + " on " + context.host() + ":\n" + decision.reason() + ".\n";
            return Optional.of(Alert.of(
                    context.clock().instant(),
                    subject,
                    text,
                    Map.of(
                            "command",
                            "procmon",
                            "host",
                            context.host(),
                            "group",
                            decision.name().group(),
                            "process",
                            decision.name().name(),
                            "event",
                            event,
                            "outcome",
                            decision.kind() == Kind.BROUGHT_BACK ? "restarted" : event,
                            "severity",
                            decision.kind() == Kind.GIVEN_UP || decision.kind() == Kind.SHUTDOWN
                                    ? "critical"
                                    : "warning")));
        }
    }
}
