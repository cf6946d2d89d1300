package org.superlance.listener.util;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Writes one JSON object (RFC 8259), its members in the order in which they were put. What a name or a log may hold and
 * JSON or a reader of lines may not is escaped; a surrogate without its other half, which no UTF-8 can carry, becomes
 * U+FFFD. For one thread.
 */
public final class JsonObject {

    private static final int REPLACEMENT = 0xFFFD;

    private final StringBuilder text = new StringBuilder("{");

    public JsonObject put(String name, String value) {
        quote(value, key(name));
        return this;
    }

    public JsonObject put(String name, JsonObject value) {
        key(name).append(value);
        return this;
    }

    public JsonObject put(String name, long value) {
        key(name).append(value);
        return this;
    }

    /** A number; one that JSON cannot hold, such as an infinite one, becomes null. */
    public JsonObject put(String name, double value) {
        if (!Double.isFinite(value)) {
            return putNull(name);
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
        key(name).append(whole ? String.valueOf((long) value) : String.valueOf(value));
        return this;
    }

    public JsonObject put(String name, boolean value) {
        key(name).append(value);
        return this;
    }

    /** An array of strings. */
    public JsonObject put(String name, List<String> values) {
        return array(name, values, JsonObject::quote);
    }

    /** An array of objects. */
    public JsonObject putObjects(String name, List<JsonObject> values) {
        return array(name, values, (value, to) -> to.append(value));
    }

    public JsonObject putNull(String name) {
        key(name).append("null");
        return this;
    }

    /** A string, or null. */
    public JsonObject put(String name, Optional<String> value) {
        return value.isPresent() ? put(name, value.get()) : putNull(name);
    }

    /** A member that is a string for each entry. */
    public JsonObject putAll(Map<String, String> members) {
        members.forEach(this::put);
        return this;
    }

    @Override
    public String toString() {
        return text + "}";
    }

    private <V> JsonObject array(String name, List<V> values, BiConsumer<V, StringBuilder> writer) {
        StringBuilder array = key(name).append('[');
        for (int i = 0; i < values.size(); i++) {
            writer.accept(values.get(i), i == 0 ? array : array.append(','));
        }
        array.append(']');
        return this;
    }

    private StringBuilder key(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name, text);
        return text.append(':');
    }

    private static void quote(String value, StringBuilder to) {
        to.append('"');
        value.codePoints().forEach(c -> character(c, to));
        to.append('"');
    }

    private static void character(int c, StringBuilder to) {
        switch (c) {
            case '"', '\\' -> to.append('\\').append((char) c);
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> {
                if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                    to.append("\\u").append(HexFormat.of().toHexDigits((char) c));
                } else {
                    to.appendCodePoint(Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c);
                }
            }
        }
    }
}
