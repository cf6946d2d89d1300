package org.superlance.listener.history;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;

/**
 * Something that has happened, as one line of a history. Programs are named {@code group:name}; an empty text stands for what
 * is unknown or does not apply.
 */
public sealed interface HistoryEvent {

    /** When. */
    Instant time();

    /** The program that it is about; empty if it is about none, or about several. */
    String program();

    /** The first word of its line, such as {@code restart}. */
    String kind();

    /** What else there is to tell, by key, in the order of the line. */
    Map<String, String> fields();

    /** One clause for people, without the program. */
    String sentence();

    /** Whether it is about a program of that name; not if it is about none, or about several. */
    default boolean isAbout(ProcessPattern name) {
        return !program().isEmpty() && name.matches(Namespec.parse(program()));
    }

    /**
     * The result of a restart.
     *
     * @param cause the kind of reason in one word, such as {@code memory}
     * @param outcome {@code restarted}, {@code stop_failed}, {@code start_failed} or {@code skipped}
     * @param reason why it was to be restarted, one clause
     * @param result what came of it, one clause
     */
    record RestartEvent(Instant time, String program, String cause, String outcome, String reason, String result)
            implements HistoryEvent {

        static final String KIND = "restart";

        /** Whether the program runs again. */
        public boolean isDone() {
            return outcome.equals("restarted");
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Map<String, String> fields() {
            return table("program", program, "cause", cause, "outcome", outcome, "reason", reason, "result", result);
        }

        @Override
        public String sentence() {
            return outcome.replace('_', ' ')
                    + (reason.isEmpty() ? "" : ": " + reason)
                    + (result.isEmpty() ? "" : "; " + result);
        }
    }

    /**
     * The end of a process that was not asked for, or a start that has failed.
     *
     * @param type {@code exited}, {@code backoff} or {@code fatal}
     * @param cause such as {@code exit status 7}
     */
    record DeathEvent(Instant time, String program, String type, String cause) implements HistoryEvent {

        static final String KIND = "death";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Map<String, String> fields() {
            return table("program", program, "type", type, "cause", cause);
        }

        @Override
        public String sentence() {
            return type + (cause.isEmpty() ? "" : ": " + cause);
        }
    }

    /**
     * What has become of an alert at one receiver.
     *
     * @param program that it is about; empty if it is about several
     * @param receiver the name of its outbox, which tells it from the others of the listener
     * @param to who it is, for people and without secrets; empty in what older versions have written
     * @param outcome {@code delivered}, {@code failed}, {@code refused}, {@code given_up} or {@code dropped}
     * @param id of the alert
     * @param detail why it was not delivered
     */
    record AlertEvent(
            Instant time,
            String program,
            String receiver,
            String to,
            String outcome,
            String id,
            String subject,
            String detail)
            implements HistoryEvent {

        static final String KIND = "alert";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Map<String, String> fields() {
            return table(
                    "program",
                    program,
                    "receiver",
                    receiver,
                    "to",
                    to,
                    "outcome",
                    outcome,
                    "id",
                    id,
                    "subject",
                    subject,
                    "detail",
                    detail);
        }

        @Override
        public String sentence() {
            return what() + ": '" + subject + "'" + (detail.isEmpty() ? "" : "; " + detail);
        }

        private String what() {
            String who = to.isEmpty() ? receiver : to;
            return switch (outcome) {
                case "delivered" -> "delivered by " + who;
                case "refused" -> "refused by " + who;
                default -> "delivery by " + who + " " + outcome.replace('_', ' ');
            };
        }
    }

    /**
     * The begin or the end of a maintenance, in which a program is neither restarted nor told of.
     *
     * @param program the programs as they were named, such as {@code web:*}; empty for all programs
     * @param phase {@code begin} or {@code end}
     * @param detail such as until when, or by whom
     */
    record PauseEvent(Instant time, String program, String phase, String detail) implements HistoryEvent {

        static final String KIND = "pause";

        public static final String BEGIN = "begin";
        public static final String END = "end";

        /** Whether programs of that name are paused, be it with others. */
        @Override
        public boolean isAbout(ProcessPattern name) {
            try {
                return program.isEmpty() || ProcessPattern.parse(program).overlaps(name);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Map<String, String> fields() {
            return table("program", program, "phase", phase, "detail", detail);
        }

        @Override
        public String sentence() {
            return phase + (detail.isEmpty() ? "" : ": " + detail);
        }
    }

    /**
     * The start or the end of the listener itself.
     *
     * @param phase {@code start} or {@code end}
     * @param detail its version, or why it has ended
     */
    record ListenerEvent(Instant time, String phase, String detail) implements HistoryEvent {

        static final String KIND = "listener";

        public static final String START = "start";
        public static final String END = "end";

        @Override
        public String program() {
            return "";
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Map<String, String> fields() {
            return table("phase", phase, "detail", detail);
        }

        @Override
        public String sentence() {
            return phase + (detail.isEmpty() ? "" : ": " + detail);
        }
    }

    /**
     * A decision that no restart follows.
     *
     * @param type such as {@code hold}
     * @param reason one clause
     */
    record DecisionEvent(Instant time, String program, String type, String reason) implements HistoryEvent {

        static final String KIND = "decision";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Map<String, String> fields() {
            return table("program", program, "type", type, "reason", reason);
        }

        @Override
        public String sentence() {
            return type + (reason.isEmpty() ? "" : ": " + reason);
        }
    }

    /** The event of a line; empty if it is of no known kind. */
    static Optional<HistoryEvent> of(HistoryLine line) {
        Instant time = line.time();
        String program = line.field("program");
        return Optional.ofNullable(
                switch (line.kind()) {
                    case RestartEvent.KIND ->
                        new RestartEvent(
                                time,
                                program,
                                line.field("cause"),
                                line.field("outcome"),
                                line.field("reason"),
                                line.field("result"));
                    case DeathEvent.KIND -> new DeathEvent(time, program, line.field("type"), line.field("cause"));
                    case AlertEvent.KIND ->
                        new AlertEvent(
                                time,
                                program,
                                line.field("receiver"),
                                line.field("to"),
                                line.field("outcome"),
                                line.field("id"),
                                line.field("subject"),
                                line.field("detail"));
                    case PauseEvent.KIND -> new PauseEvent(time, program, line.field("phase"), line.field("detail"));
                    case ListenerEvent.KIND -> new ListenerEvent(time, line.field("phase"), line.field("detail"));
                    case DecisionEvent.KIND ->
                        new DecisionEvent(time, program, line.field("type"), line.field("reason"));
                    default -> null;
                });
    }

    private static Map<String, String> table(String... pairs) {
        Map<String, String> table = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i + 1].isEmpty()) {
                table.put(pairs[i], pairs[i + 1]);
            }
        }
        return table;
    }
}
