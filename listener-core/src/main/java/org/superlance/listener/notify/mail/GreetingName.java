package org.superlance.listener.notify.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The name that this machine greets a mail server with (RFC 5321, 4.1.1.1): its full name, as the kernel, /etc/hosts or
 * the DNS knows it, else its address. Many servers refuse a name without a dot.
 */
final class GreetingName {

    static final Path HOSTS = Path.of("/etc/hosts");

    private static final int MAX_HOSTS_SIZE = 256 << 10;
    private static final Pattern FULL = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]*+\\.)++[A-Za-z][A-Za-z0-9-]*+");
    private static final Pattern GIVEN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,253}|\\[[0-9A-Fa-f:.IPv]+]");

    private GreetingName() {}

    /**
     * @param name as given on a command line
     * @throws IllegalArgumentException with a sentence if it is neither a host name nor an address in brackets
     */
    static String check(String name) {
        if (!GIVEN.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "--helo takes a host name, or an address in brackets such as [192.0.2.1] or [IPv6:2001:db8::1]");
        }
        return name;
    }

    /** The full name of the machine; empty if nobody knows one. Asks the DNS. */
    static Optional<String> full(String host, Path hosts) {
        if (isFull(host)) {
            return Optional.of(host);
        }
        return inHosts(host, hosts).or(() -> inDns(host)).filter(GreetingName::isFull);
    }

    /** The address as a literal: {@code [192.0.2.1]}. */
    static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[IPv6:" + plain + "]" : "[" + plain + "]";
    }

    static boolean isFull(String name) {
        return FULL.matcher(name).matches() && !name.startsWith("localhost.");
    }

    /** The first full name in the line that has this name, as Python's {@code socket.getfqdn} finds it. */
    private static Optional<String> inHosts(String host, Path hosts) {
        // no channel, and no more than a person would write
        try (InputStream file = new FileInputStream(hosts.toFile())) {
            return new String(file.readNBytes(MAX_HOSTS_SIZE), ISO_8859_1)
                    .lines()
                    .map(line -> List.of(line.replaceFirst("#.*", "").strip().split("\\s+", -1)))
                    .filter(words -> words.size() > 1
                            && words.subList(1, words.size()).stream().anyMatch(host::equalsIgnoreCase))
                    .flatMap(words -> words.subList(1, words.size()).stream())
                    .filter(GreetingName::isFull)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> inDns(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .map(InetAddress::getCanonicalHostName)
                    .filter(GreetingName::isFull)
                    .findFirst();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
