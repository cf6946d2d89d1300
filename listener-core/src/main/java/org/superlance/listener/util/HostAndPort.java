package org.superlance.listener.util;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A host and perhaps a port, as people write them: {@code host}, {@code host:port} or {@code [IPv6]:port}.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port from 0 to 99999: not every one can be connected to
 */
public record HostAndPort(String host, OptionalInt port) {

    private static final int MAX_PORT_DIGITS = 5;
    private static final String IN_IPV6 = Ascii.DIGITS + "ABCDEFabcdef:.%";
    private static final String NOT_IN_NAME = Ascii.WHITE_SPACE + ":[]";

    /** Empty if the text is something else. */
    public static Optional<HostAndPort> parse(String text) {
        int colon = text.indexOf(':', text.indexOf(']') + 1);
        String host = colon < 0 ? text : text.substring(0, colon);
        boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        String bare = isBracketed ? host.substring(1, host.length() - 1) : host;
        boolean isHost = isBracketed
                ? Ascii.consistsOf(bare, IN_IPV6)
                : !bare.isEmpty() && !Ascii.containsAny(bare, NOT_IN_NAME);
        if (!isHost) {
            return Optional.empty();
        }
        if (colon < 0) {
            return Optional.of(new HostAndPort(bare, OptionalInt.empty()));
        }
        String port = text.substring(colon + 1);
        return Ascii.consistsOf(port, Ascii.DIGITS, MAX_PORT_DIGITS)
                ? Optional.of(new HostAndPort(bare, OptionalInt.of(Integer.parseInt(port))))
                : Optional.empty();
    }
}
