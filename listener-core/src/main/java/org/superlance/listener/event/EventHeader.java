package org.superlance.listener.event;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.TextSanitizer;

/**
 * The line in front of every event.
 *
 * @param eventName such as {@code TICK_60} or {@code PROCESS_STATE_EXITED}
 * @param length of the payload in Unicode code points, not in bytes: supervisord counts before it encodes
 * @param poolSerial the number of the event in its pool, if supervisord sent one; a re-sent event keeps its number
 */
public record EventHeader(String eventName, int length, OptionalLong poolSerial) {

    /** A longer payload than any that supervisord makes. */
    static final int MAX_LENGTH = 64 * 1024 * 1024;

    /** @throws ProtocolException if the line is no header */
    static EventHeader parse(String line) throws ProtocolException {
        Map<String, String> tokens = tokens(line);
        String eventName = tokens.get("eventname");
        String length = tokens.get("len");
        if (eventName == null || eventName.isEmpty() || length == null) {
            throw new ProtocolException("no event header (it needs eventname and len): " + TextSanitizer.excerpt(line));
        }
        return new EventHeader(eventName, length(length, line), serial(tokens.get("poolserial"), line));
    }

    /** The {@code key:value} tokens of a line; a value may itself hold colons, and the last of a repeated key wins. */
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
                    "an event of " + length + " characters is more than any event has: " + TextSanitizer.excerpt(line));
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
                    "'" + TextSanitizer.excerpt(text) + "' is no number in the event header: "
                            + TextSanitizer.excerpt(line),
                    e);
        }
        throw new ProtocolException("'" + TextSanitizer.excerpt(text) + "' is negative in the event header: "
                + TextSanitizer.excerpt(line));
    }
}
