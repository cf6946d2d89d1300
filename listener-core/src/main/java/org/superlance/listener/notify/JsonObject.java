package org.superlance.listener.notify;

import java.util.HexFormat;
import java.util.Map;

/**
 * Writes one JSON object (RFC 8259), its members in the order in which they were put. What a name or a log may hold and
 * JSON or a reader of lines may not is escaped; a surrogate without its other half, which no UTF-8 can carry, becomes
 * U+FFFD.
 */
final class JsonObject {

    private static final int REPLACEMENT = 0xFFFD;

    private final StringBuilder text = new StringBuilder("{");

    JsonObject put(String name, String value) {
        quote(value, key(name));
        return this;
    }

    JsonObject put(String name, JsonObject value) {
        key(name).append(value);
        return this;
    }

    JsonObject putAll(Map<String, String> members) {
        members.forEach(this::put);
        return this;
    }

    @Override
    public String toString() {
        return text + "}";
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
