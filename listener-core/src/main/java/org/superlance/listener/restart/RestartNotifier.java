package org.superlance.listener.restart;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.AlertBook.Audience;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;

/** Notifications about restarts. Called on workers; it does not block. */
public interface RestartNotifier {

    /** At the end of every cycle: all decisions, and those acted on. */
    default void onCycle(List<Decision> all, List<Decision> actedOn) {}

    /**
     * The result of a restart; called twice for a process that fails to start and comes up later.
     *
     * @param told to be run, on any thread, when an alert about it is safe, or there is none: until then the next run of
     *     this listener reports it again
     */
    void onFinished(Decision decision, RestartResult report, Runnable told);

    /** A process is unhealthy and has reached its restart limit since the last restart. */
    void onRateLimited(Decision decision);

    /** A process would have been restarted since it is paused; once for each process that is unhealthy. */
    default void onPaused(Decision decision) {}

    /** The listener exits: pending notifications are sent now. */
    default void close() {}

    /** An alert for each restart, and for the begin and the end of what lasts: a failed stop or start, a reached limit. */
    static RestartNotifier perRestart(RestartMessages messages, AlertBook book) {
        return perRestart(messages, book, Audience.ALL);
    }

    /** The same, where what lasts is told to some only. */
    static RestartNotifier perRestart(RestartMessages messages, AlertBook book, Audience ofStates) {
        RestartStates states = new RestartStates(book);
        return new RestartNotifier() {
            @Override
            public void onCycle(List<Decision> all, List<Decision> actedOn) {
                states.onCycle(all, messages::forRateLimit, ofStates);
            }

            @Override
            public void onFinished(Decision decision, RestartResult report, Runnable told) {
                messages.forReport(decision, report).ifPresent(alert -> tell(decision, report, alert));
                told.run();
            }

            private void tell(Decision decision, RestartResult report, Alert alert) {
                if (report.outcome() == Outcome.RESTARTED) {
                    if (!states.end(decision, alert)) {
                        book.tell(alert);
                    }
                } else {
                    states.begin(decision, report, alert, ofStates);
                }
            }

            @Override
            public void onRateLimited(Decision decision) {
                // told at the end of the cycle
            }

            @Override
            public void onPaused(Decision decision) {
                messages.forPaused(decision).ifPresent(book::tell);
            }
        };
    }

    /**
     * The alerts of a restarting listener: a subject as in superlance, and the decision that led to the restart.
     *
     * @param heading what each subject begins with, such as {@code memmon} or {@code memmon [site]}
     * @param host the machine's name
     * @param wanted whether a restart is reported at all
     * @param appendix lines at the end of each text, or nothing
     */
    record RestartMessages(
            String heading,
            String host,
            InstantSource clock,
            Predicate<Decision> wanted,
            Function<Namespec, String> appendix) {

        private static final String PAUSED = "paused";

        /** Alerts about every restart. */
        public RestartMessages(String heading, String host, InstantSource clock) {
            this(heading, host, clock, decision -> true, name -> "");
        }

        /** The same, only about some restarts. */
        public RestartMessages onlyIf(Predicate<Decision> wanted) {
            return new RestartMessages(heading, host, clock, wanted, appendix);
        }

        /** The same, each with lines about its process at the end. */
        public RestartMessages withAppendix(Function<Namespec, String> appendix) {
            return new RestartMessages(heading, host, clock, wanted, appendix);
        }

        /** About the result of a restart; empty if it is not reported. */
        public Optional<Alert> forReport(Decision decision, RestartResult report) {
            return isSilent(report) || !wanted.test(decision)
                    ? Optional.empty()
                    : Optional.of(alert(
                            report.id(),
                            decision,
                            subject(report),
                            report.outcome().label(),
                            (report.outcome() == Outcome.RESTARTED ? "Restarted, " : "Not restarted: ")
                                    + report.sentence() + "."));
        }

        /** About an unhealthy process that is not restarted: its limit is reached, or supervisord cannot stop it. */
        public Alert forRateLimit(Decision decision) {
            return alert(
                    UUID.randomUUID().toString(),
                    decision,
                    "holding back from restarting process " + decision.name(),
                    RestartStates.HELD,
                    decision.process().state() == ProcessState.UNKNOWN
                            ? "Not restarted until supervisord can control it again."
                            : "Not restarted again until fewer restarts lie within the duration of --max-restarts.");
        }

        /** About a process that would have been restarted, for the end of its pause; empty if restarts are not reported. */
        public Optional<Alert> forPaused(Decision decision) {
            return !wanted.test(decision)
                    ? Optional.empty()
                    : Optional.of(alert(
                            UUID.randomUUID().toString(),
                            decision,
                            "process " + decision.name() + " not restarted: "
                                    + decision.result().reason(),
                            PAUSED,
                            "Not restarted, because it is paused."));
        }

        private static boolean isSilent(RestartResult report) {
            return report.outcome() == Outcome.SKIPPED && !report.stillNeeded();
        }

        private static String subject(RestartResult report) {
            return switch (report.outcome()) {
                case RESTARTED -> "process " + report.name() + " restarted";
                case STOP_FAILED -> "failed to stop process " + report.name();
                case START_FAILED -> "failed to start process " + report.name();
                case SKIPPED -> "process " + report.name() + " not restarted";
            };
        }

        /** What is done after the pause needs nobody. */
        private static boolean isUrgent(String outcome) {
            return !outcome.equals(Outcome.RESTARTED.label()) && !outcome.equals(PAUSED);
        }

        private Alert alert(String id, Decision decision, String subject, String outcome, String sentence) {
            String text = String.join(
                    "\n",
                    "Process " + decision.name() + " on " + host + " (" + decision.processLabel() + "):",
                    decision.reason() + ".",
                    sentence,
                    appendix.apply(decision.name()));
            return new Alert(
                    id,
                    clock.instant(),
                    heading + ": " + subject,
                    text,
                    Map.of(
                            "command",
                            heading.split(" ", 2)[0],
                            "host",
                            host,
                            "group",
                            decision.name().group(),
                            "process",
                            decision.name().name(),
                            "event",
                            decision.type().name().toLowerCase(Locale.ROOT),
                            "outcome",
                            outcome,
                            "severity",
                            isUrgent(outcome) ? "critical" : "warning"));
        }
    }
}
