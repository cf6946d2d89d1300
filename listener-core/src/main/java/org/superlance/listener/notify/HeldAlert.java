package org.superlance.listener.notify;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.superlance.listener.notify.Alert.Life;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.state.MessageCodec;
import org.superlance.listener.state.SpoolDirectory;

/**
 * An alert that is to be told later; one of several that say the same of a program stands for all of them.
 *
 * @param reason why it is held back
 * @param count how many it stands for
 * @param last when the last of them happened
 * @param lastId the id of that one
 * @param over whether it tells of a state that has begun and ended while it was held back: only people want to know
 */
public record HeldAlert(Alert alert, Reason reason, int count, Instant last, String lastId, boolean over) {

    /** A held alert as a file; see {@link MessageCodec}. */
    static final SpoolDirectory.Codec<HeldAlert> CODEC = new HeldCodec();

    /** Why an alert is held back. */
    public enum Reason {
        /** It is told at once. */
        NONE(""),
        /** Its program is paused. */
        PAUSE("while paused"),
        /** Its receiver wants to be left alone at this time. */
        QUIET("in quiet hours");

        private final String clause;

        Reason(String clause) {
            this.clause = clause;
        }

        /** When it was, for people: {@code while paused}. */
        String clause() {
            return clause;
        }
    }

    /** One that stands for itself. */
    static HeldAlert of(Alert alert, Reason reason) {
        return new HeldAlert(alert, reason, 1, alert.time(), alert.id(), false);
    }

    /** The same, and one that says the same; a text that would be told for all of them is not kept in full. */
    HeldAlert and(Alert more) {
        int times = count == Integer.MAX_VALUE ? count : count + 1;
        return new HeldAlert(alert.withText(alert.subject(), ""), reason, times, more.time(), more.id(), over);
    }

    /** What is told of a state that this has begun and the other has ended: it is urgent no more, whatever it was. */
    HeldAlert endedBy(Alert end) {
        Map<String, String> labels = new TreeMap<>(end.labels());
        labels.replace("severity", "warning");
        Alert both = new Alert(end.id(), alert.time(), alert.subject() + "; over since: " + end.subject(), "", labels);
        return new HeldAlert(both, Reason.PAUSE, count, end.time(), end.id(), true);
    }

    /** Whether it is told in one message with others; else it is about what lasts, or is over. */
    boolean isIncident() {
        return over || alert.phase() == Phase.INCIDENT;
    }

    boolean is(Phase phase) {
        return !over && alert.phase() == phase;
    }

    /** Whether the other alert only says again what this one says. */
    boolean saysTheSame(Alert other) {
        return !over
                && alert.phase() == Phase.INCIDENT
                && other.phase() == Phase.INCIDENT
                && !alert.label("process").isEmpty()
                && alert.labels().equals(other.labels());
    }

    /** The same without its text, for the memory. */
    HeldAlert slim() {
        return new HeldAlert(alert.withText(alert.subject(), ""), reason, count, last, lastId, over);
    }

    /** The alert with further lines in its head. */
    private static final class HeldCodec extends MessageCodec<HeldAlert> {

        private static final String REASON = "Held-Reason";
        private static final String COUNT = "Held-Count";
        private static final String LAST = "Held-Last";
        private static final String LAST_ID = "Held-Last-Id";
        private static final String OVER = "Held-Over";

        HeldCodec() {
            super("alert that is held back");
        }

        @Override
        protected Message toMessage(HeldAlert held) {
            Alert alert = held.alert();
            Map<String, String> headers = new TreeMap<>(alert.life().toHeaders());
            headers.put(REASON, held.reason().name());
            headers.put(COUNT, Integer.toString(held.count()));
            headers.put(LAST, held.last().toString());
            headers.put(LAST_ID, held.lastId());
            headers.put(OVER, Boolean.toString(held.over()));
            return new Message(alert.id(), alert.time(), alert.subject(), alert.text(), alert.labels(), headers);
        }

        @Override
        protected HeldAlert fromMessage(Message message) {
            Map<String, String> headers = message.headers();
            Alert alert = new Alert(
                    message.id(),
                    message.time(),
                    message.subject(),
                    message.text(),
                    message.labels(),
                    Life.fromHeaders(headers));
            try {
                return new HeldAlert(
                        alert,
                        Reason.valueOf(headers.getOrDefault(REASON, Reason.PAUSE.name())),
                        Integer.parseInt(headers.getOrDefault(COUNT, "1")),
                        Instant.parse(headers.getOrDefault(LAST, alert.time().toString())),
                        headers.getOrDefault(LAST_ID, alert.id()),
                        Boolean.parseBoolean(headers.getOrDefault(OVER, "false")));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("Held-Last is not a time such as 2026-11-21T02:54:56.192Z", e);
            }
        }
    }
}
