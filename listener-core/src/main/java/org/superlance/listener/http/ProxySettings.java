package org.superlance.listener.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Which server is called through which proxy, as {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY} of an
 * environment say, each also in lower case, which wins. {@code NO_PROXY} is a list with commas of {@code *}, host names,
 * each for itself and everything below, with or without a leading dot, addresses, and networks such as
 * {@code 10.0.0.0/8}; a name or an address may have a port.
 *
 * <p>Source: the manual of curl, "Environment"; Go's {@code httpproxy}.
 */
public final class ProxySettings {

    /** Not compiled where most have no proxy: a listener that starts compiles no regular expression at all. */
    private static final String ADDRESS = "[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*";

    private static final String SEPARATORS = ", \t\n\u000b\f\r";
    private static final String LENGTH = "[0-9]{1,3}";
    private static final int DEFAULT_PORT = 80;

    private final Optional<Proxy> http;
    private final Optional<Proxy> https;
    private final List<String> direct;

    /**
     * A proxy.
     *
     * @param credentials empty for one that asks for none
     */
    private record Proxy(Endpoint.Tcp endpoint, Optional<Credentials> credentials) {}

    private ProxySettings(Optional<Proxy> http, Optional<Proxy> https, List<String> direct) {
        this.http = http;
        this.https = https;
        this.direct = List.copyOf(direct);
    }

    /**
     * Those of an environment.
     *
     * @throws IllegalArgumentException with a sentence that names the variable and shows no password, if a proxy is not
     *     {@code http://host:port}
     */
    public static ProxySettings of(Map<String, String> environment) {
        List<String> direct = new ArrayList<>();
        StringTokenizer entries = new StringTokenizer(value("NO_PROXY", environment), SEPARATORS);
        while (entries.hasMoreTokens()) {
            direct.add(entries.nextToken().toLowerCase(Locale.ROOT));
        }
        return new ProxySettings(proxy("HTTP_PROXY", environment), proxy("HTTPS_PROXY", environment), direct);
    }

    private static String value(String variable, Map<String, String> environment) {
        String lower =
                environment.getOrDefault(variable.toLowerCase(Locale.ROOT), "").strip();
        return lower.isEmpty() ? environment.getOrDefault(variable, "").strip() : lower;
    }

    private static Optional<Proxy> proxy(String variable, Map<String, String> environment) {
        String text = value(variable, environment);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text).parseServerAuthority();
            if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
                int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
                Endpoint.Tcp endpoint =
                        Endpoint.Tcp.plain(Endpoint.Tcp.of(uri, null).host(), port);
                return Optional.of(new Proxy(endpoint, Credentials.ofUserInfo(uri.getRawUserInfo())));
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // neither is a cause to be shown: its message may hold the password
        }
        throw new IllegalArgumentException("the environment variable " + variable
                + " is not the URL of an HTTP proxy; expected http://host:port or http://user:password@host:port");
    }

    /** The server itself, or through its proxy. */
    public Endpoint endpoint(Endpoint.Tcp server) {
        Optional<Proxy> proxy = server.tls() == null ? http : https;
        if (proxy.isEmpty() || isDirect(server)) {
            return server;
        }
        return new Endpoint.Proxied(server, proxy.get().endpoint(), proxy.get().credentials());
    }

    private boolean isDirect(Endpoint.Tcp server) {
        for (String entry : direct) {
            if (matches(entry, server)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String entry, Endpoint.Tcp server) {
        if (entry.equals("*")) {
            return true;
        }
        String host = server.host().toLowerCase(Locale.ROOT);
        if (entry.indexOf('/') > 0) {
            return isInNetwork(entry, host);
        }
        int colon = entry.lastIndexOf(':');
        boolean hasPort = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
        if (hasPort && !entry.substring(colon + 1).equals(Integer.toString(server.port()))) {
            return false;
        }
        return matchesName(hasPort ? entry.substring(0, colon) : entry, host);
    }

    private static boolean matchesName(String entry, String host) {
        String name = entry.replaceFirst("^\\*?\\.", "").replace("[", "").replace("]", "");
        byte[] address = address(host);
        if (address != null) {
            return Arrays.equals(address, address(name));
        }
        return host.equals(name) || host.endsWith("." + name);
    }

    private static boolean isInNetwork(String network, String host) {
        int slash = network.indexOf('/');
        byte[] base = address(network.substring(0, slash));
        byte[] address = address(host);
        String length = network.substring(slash + 1);
        if (base == null || address == null || base.length != address.length || !length.matches(LENGTH)) {
            return false;
        }
        int bits = Math.min(Integer.parseInt(length), base.length * Byte.SIZE);
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((base[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of an address; null for a name, which is not looked up: the proxy may know it, and not this machine. */
    private static byte @Nullable [] address(String text) {
        if (!text.matches(ADDRESS)) {
            return null;
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
