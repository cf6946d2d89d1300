package org.superlance.listener.restart;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Namespec;

/** Tells people what a check cycle does. Called on workers; it waits for nothing. */
public interface RestartNotifier {

    /** At the end of every round: what was decided, and what of it is being acted on now. */
    default void onCycle(List<Decision> all, List<Decision> actedOn) {}

    /** What came of a restart; of one that fails to start and comes up later, twice. */
    void onFinished(Decision decision, RestartResult report);

    /** A process is sick and held back from, for the first time. */
    void onRateLimited(Decision decision);

    /** The listener ends: what still waits to be told is told now. */
    default void close() {}

    /** A letter for each restart, and for each holding back. */
    static RestartNotifier perRestart(RestartMessages messages, NotificationQueue queue) {
        return new RestartNotifier() {
            @Override
            public void onFinished(Decision decision, RestartResult report) {
                messages.forReport(decision, report).ifPresent(queue::accept);
            }

            @Override
            public void onRateLimited(Decision decision) {
                queue.accept(messages.forRateLimit(decision));
            }
        };
    }

    /**
     * The letters of a restarting plugin: a subject as superlance wrote it, and the decision that led to the restart.
     *
     * @param heading what each subject begins with, such as {@code memmon} or {@code memmon [site]}
     * @param host the machine's name
     * @param wanted whether a restart is worth a letter at all
     * @param appendix what each letter ends with: lines, or nothing
     */
    record RestartMessages(
            String heading,
            String host,
            InstantSource clock,
            Predicate<Decision> wanted,
            Function<Namespec, String> appendix) {

        /** Letters about every restart. */
        public RestartMessages(String heading, String host, InstantSource clock) {
            this(heading, host, clock, decision -> true, name -> "");
        }

        /** The same, only about the restarts that are worth it. */
        public RestartMessages onlyIf(Predicate<Decision> wanted) {
            return new RestartMessages(heading, host, clock, wanted, appendix);
        }

        /** The same, each with these lines about its process at its end. */
        public RestartMessages withAppendix(Function<Namespec, String> appendix) {
            return new RestartMessages(heading, host, clock, wanted, appendix);
        }

        /** About a restart, when it is known what came of it; empty if nobody wants to be told. */
        public Optional<Alert> forReport(Decision decision, RestartResult report) {
            return report.outcome() == Outcome.SKIPPED || !wanted.test(decision)
                    ? Optional.empty()
                    : Optional.of(alert(
                            decision,
                            subject(report),
                            (report.outcome() == Outcome.RESTARTED ? "Restarted, " : "Not restarted: ")
                                    + report.sentence() + "."));
        }

        /** About a process that is sick and is not restarted, because it was restarted as often as allowed. */
        public Alert forRateLimit(Decision decision) {
            return alert(
                    decision,
                    "holding back from restarting process " + decision.name(),
                    "It is not restarted again until the time of --max-restarts has passed.");
        }

        private static String subject(RestartResult report) {
            return switch (report.outcome()) {
                case RESTARTED -> "process " + report.name() + " restarted";
                case STOP_FAILED -> "failed to stop process " + report.name();
                case START_FAILED -> "failed to start process " + report.name();
                case SKIPPED -> throw new IllegalArgumentException("nobody is told of " + report);
            };
        }

        private Alert alert(Decision decision, String subject, String outcome) {
            String text = String.join(
                    "\n",
                    "Process " + decision.name() + " on " + host + " (" + decision.processLabel() + "):",
                    decision.reason() + ".",
                    outcome,
                    appendix.apply(decision.name()));
            return Alert.of(
                    clock.instant(),
                    heading + ": " + subject,
                    text,
                    Map.of(
                            "command", heading.split(" ", 2)[0],
                            "host", host,
                            "group", decision.name().group(),
                            "process", decision.name().name(),
                            "event", decision.type().name().toLowerCase(Locale.ROOT)));
        }
    }
}
