package org.superlance.listener.notify;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.superlance.listener.notify.Alert.Life;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.AlertBook.Audience;
import org.superlance.listener.state.MessageCodec;
import org.superlance.listener.state.SpoolDirectory;

/**
 * A state that lasts.
 *
 * @param begin the alert that told of its begin
 * @param what of the process it is, such as {@code FATAL}
 * @param told the receivers who know of it
 * @param lastTold when one of them was told last
 * @param count how often it was seen again since
 * @param audience who is told of it
 * @param note for whoever finds out whether it is over; told to nobody
 */
public record OpenState(
        Alert begin, String what, Set<String> told, Instant lastTold, int count, Audience audience, String note) {

    /** A state as a file; see {@link MessageCodec}. */
    public static final SpoolDirectory.Codec<OpenState> CODEC = new StateCodec();

    public OpenState {
        told = Collections.unmodifiableSet(new TreeSet<>(told));
    }

    /** What its alerts have in common. */
    public String key() {
        return begin.key();
    }

    /** The group of the process that it is about; empty if it is about none. */
    public String group() {
        return begin.label("group");
    }

    /** The name of the process that it is about; empty if it is about none. */
    public String process() {
        return begin.label("process");
    }

    /** Whether it is about that process. */
    public boolean isOf(String group, String process) {
        return group().equals(group) && process().equals(process);
    }

    /** The same, after these were told at that time. */
    OpenState toldAt(Instant time, Set<String> receivers) {
        Set<String> all = new TreeSet<>(told);
        all.addAll(receivers);
        return new OpenState(begin, what, all, time, count, audience, note);
    }

    /** The same, after these were told at that time, and so everybody. */
    OpenState toldToAll(Instant time, Set<String> receivers) {
        OpenState state = toldAt(time, receivers);
        return new OpenState(begin, what, state.told(), time, count, Audience.ALL, note);
    }

    /** The same, seen once more. */
    OpenState seenAgain() {
        int times = count == Integer.MAX_VALUE ? count : count + 1;
        return new OpenState(begin, what, told, lastTold, times, audience, note);
    }

    /** The same, with another note. */
    OpenState withNote(String other) {
        return new OpenState(begin, what, told, lastTold, count, audience, other);
    }

    /** The id of the alert about its end: the same each time, so that a listener that is killed meanwhile tells it as one. */
    String endId() {
        return Alert.derivedId(begin.id() + "\nend");
    }

    /** The alert about the begin, with further lines in its head. */
    private static final class StateCodec extends MessageCodec<OpenState> {

        private static final String WHAT = "What";
        private static final String TOLD = "Told";
        private static final String LAST_TOLD = "Last-Told";
        private static final String COUNT = "Count";
        private static final String AUDIENCE = "Audience";
        private static final String NOTE = "Note";

        StateCodec() {
            super("alert state");
        }

        @Override
        protected Message toMessage(OpenState state) {
            Alert begin = state.begin();
            Map<String, String> headers = new TreeMap<>(begin.life().toHeaders());
            headers.put(WHAT, state.what());
            headers.put(TOLD, String.join(" ", state.told()));
            headers.put(LAST_TOLD, state.lastTold().toString());
            headers.put(COUNT, Integer.toString(state.count()));
            headers.put(AUDIENCE, state.audience().name());
            headers.put(NOTE, state.note());
            return new Message(begin.id(), begin.time(), begin.subject(), begin.text(), begin.labels(), headers);
        }

        @Override
        protected OpenState fromMessage(Message message) {
            Map<String, String> headers = message.headers();
            Life life = Life.fromHeaders(headers);
            if (life.phase() != Phase.BEGIN || !headers.containsKey(WHAT)) {
                throw new IllegalArgumentException("no state of an alert");
            }
            Set<String> told =
                    new TreeSet<>(List.of(headers.getOrDefault(TOLD, "").split(" ")));
            told.remove("");
            try {
                return new OpenState(
                        new Alert(
                                message.id(),
                                message.time(),
                                message.subject(),
                                message.text(),
                                message.labels(),
                                life),
                        headers.getOrDefault(WHAT, ""),
                        told,
                        Instant.parse(headers.getOrDefault(LAST_TOLD, "")),
                        Integer.parseInt(headers.getOrDefault(COUNT, "0")),
                        Audience.valueOf(headers.getOrDefault(AUDIENCE, "ALL")),
                        headers.getOrDefault(NOTE, ""));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("Last-Told is not a time such as 2026-11-21T02:54:56.192Z", e);
            }
        }
    }
}
