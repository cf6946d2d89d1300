package org.superlance.listener.event;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.event.EventListenerProtocol.ProtocolException;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.TextSanitizer;

/** An event of supervisord. */
public sealed interface Event {

    EventHeader header();

    /** As sent, at most its first 65,536 characters. */
    String payload();

    /** The event with that header and payload; {@link UnknownEvent} if the payload cannot be parsed. */
    static Event of(EventHeader header, String payload) {
        if (header.eventName().startsWith("TICK_")) {
            return TickEvent.of(header, payload);
        }
        if (header.eventName().startsWith(ProcessStateEvent.PREFIX)) {
            return ProcessStateEvent.of(header, payload);
        }
        return new UnknownEvent(header, payload);
    }

    /**
     * Encodes the header line and the payload. The length counts characters, not bytes.
     *
     * <p>Source: supervisord 4.2 under Python 3.
     *
     * @param server the identifier of supervisord
     * @param serial the number among all events of this supervisord
     * @param pool the name of the listener's pool
     * @param poolSerial the number among the events of this pool
     */
    static byte[] encode(String server, long serial, String pool, long poolSerial, String eventName, String payload) {
        String text = "ver:3.0 server:" + server + " serial:" + serial + " pool:" + pool + " poolserial:" + poolSerial
                + " eventname:" + eventName + " len:" + payload.codePointCount(0, payload.length()) + "\n" + payload;
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * TICK_5, TICK_60 or TICK_3600.
     *
     * @param when the time of the tick, a multiple of its period; the event may arrive later
     */
    record TickEvent(EventHeader header, String payload, Instant when) implements Event {

        private static Event of(EventHeader header, String payload) {
            String when = EventHeader.tokens(payload).getOrDefault("when", "");
            try {
                return new TickEvent(header, payload, Instant.ofEpochSecond(Long.parseLong(when.strip())));
            } catch (NumberFormatException | DateTimeException e) {
                return new UnknownEvent(header, payload);
            }
        }
    }

    /**
     * A PROCESS_STATE_* event: a process has changed its state.
     *
     * @param process with an empty group where the server names none
     * @param state the new state
     * @param from the name of the previous state, in capital letters
     * @param pid of the process, if supervisord sends it (RUNNING, STOPPING, STOPPED, EXITED)
     * @param expected false only for an unexpected EXITED
     */
    record ProcessStateEvent(
            EventHeader header,
            String payload,
            Namespec process,
            ProcessState state,
            String from,
            OptionalLong pid,
            boolean expected)
            implements Event {

        private static final String PREFIX = "PROCESS_STATE_";

        private static Event of(EventHeader header, String payload) {
            Map<String, String> tokens = EventHeader.tokens(payload);
            String name = tokens.getOrDefault("processname", "");
            String group = tokens.getOrDefault("groupname", "");
            if (name.isEmpty() || !tokens.containsKey("groupname")) {
                return new UnknownEvent(header, payload);
            }
            return new ProcessStateEvent(
                    header,
                    payload,
                    new Namespec(group, name),
                    state(header.eventName().substring(PREFIX.length())),
                    tokens.getOrDefault("from_state", "UNKNOWN").toUpperCase(Locale.ROOT),
                    pid(tokens.getOrDefault("pid", "")),
                    !"0".equals(tokens.get("expected")));
        }

        /** Whether the server has named no group, as the Go supervisord does. */
        public boolean isGroupMissing() {
            return process.group().isEmpty();
        }

        /** The same event, of a process in this group. */
        public ProcessStateEvent withGroup(String group) {
            return new ProcessStateEvent(
                    header, payload, new Namespec(group, process.name()), state, from, pid, expected);
        }

        private static ProcessState state(String name) {
            for (ProcessState state : ProcessState.values()) {
                if (state.name().equals(name)) {
                    return state;
                }
            }
            return ProcessState.UNKNOWN;
        }

        private static OptionalLong pid(String text) {
            try {
                return OptionalLong.of(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return OptionalLong.empty();
            }
        }
    }

    /** An event of a type that no listener handles, or one with an invalid payload. */
    record UnknownEvent(EventHeader header, String payload) implements Event {}

    /**
     * The header line of an event.
     *
     * @param eventName such as {@code TICK_60} or {@code PROCESS_STATE_EXITED}
     * @param length of the payload: in Unicode code points under supervisord with Python 3, which counts before it encodes;
     *     in bytes under Python 2 and the Go supervisord
     * @param serial the number of the event among all of its supervisord, if it sent one; a re-sent event keeps its number
     * @param poolSerial the number of the event in its pool, if supervisord sent one; a re-sent event keeps its number
     * @param pool the name of the pool, which is that of the section; empty if supervisord sent none
     */
    record EventHeader(String eventName, int length, OptionalLong serial, OptionalLong poolSerial, String pool) {

        /** One of no pool. */
        public EventHeader(String eventName, int length, OptionalLong serial, OptionalLong poolSerial) {
            this(eventName, length, serial, poolSerial, "");
        }

        /** One without a number among all events. */
        public EventHeader(String eventName, int length, OptionalLong poolSerial) {
            this(eventName, length, OptionalLong.empty(), poolSerial);
        }

        /** Larger than any payload that supervisord sends. */
        static final int MAX_LENGTH = 64 * 1024 * 1024;

        /** @throws ProtocolException if the line is no event header */
        static EventHeader parse(String line) throws ProtocolException {
            Map<String, String> tokens = tokens(line);
            String eventName = tokens.get("eventname");
            String length = tokens.get("len");
            if (eventName == null || eventName.isEmpty() || length == null) {
                throw new ProtocolException(
                        "no event header (it needs eventname and len): " + TextSanitizer.excerpt(line));
            }
            return new EventHeader(
                    eventName.toUpperCase(Locale.ROOT),
                    length(length, line),
                    serial(tokens.get("serial"), line),
                    serial(tokens.get("poolserial"), line),
                    tokens.getOrDefault("pool", ""));
        }

        /** The {@code key:value} tokens of a line; a value may contain colons, and the last of a repeated key wins. */
        static Map<String, String> tokens(String line) {
            Map<String, String> tokens = new HashMap<>();
            int from = 0;
            while (from <= line.length()) {
                int end = endOfToken(line, from);
                int colon = line.indexOf(':', from);
                if (colon >= 0 && colon < end) {
                    tokens.put(line.substring(from, colon), line.substring(colon + 1, end));
                }
                from = end + 1;
            }
            return tokens;
        }

        private static int endOfToken(String line, int from) {
            int end = from;
            while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '\n') {
                end++;
            }
            return end;
        }

        private static int length(String text, String line) throws ProtocolException {
            long length = number(text, line);
            if (length > MAX_LENGTH) {
                throw new ProtocolException(
                        "event length " + length + " exceeds the limit: " + TextSanitizer.excerpt(line));
            }
            return (int) length;
        }

        private static OptionalLong serial(@Nullable String text, String line) throws ProtocolException {
            return text == null ? OptionalLong.empty() : OptionalLong.of(number(text, line));
        }

        private static long number(String text, String line) throws ProtocolException {
            try {
                long number = Long.parseLong(text);
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new ProtocolException(
                        "'" + TextSanitizer.excerpt(text) + "' is not a number in the event header: "
                                + TextSanitizer.excerpt(line),
                        e);
            }
            throw new ProtocolException("'" + TextSanitizer.excerpt(text) + "' is negative in the event header: "
                    + TextSanitizer.excerpt(line));
        }
    }
}
