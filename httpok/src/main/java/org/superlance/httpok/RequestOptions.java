package org.superlance.httpok;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.cli.FileUse;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.http.Endpoint;
import org.superlance.listener.http.HttpRequest;

/** The options of the request. */
final class RequestOptions extends OptionGroup {

    final Option<Duration> timeout = value(Duration.class, "-t", "--timeout")
            .paramLabel("SECONDS")
            .defaultValue(Duration.ofSeconds(10))
            .description("Time for a complete response; a refused connection is retried within it (default: 10).");

    final Option<String> method = value(String.class, "--method")
            .paramLabel("METHOD")
            .defaultValue("GET")
            .description("Request method (default: GET).");

    final Option<List<String>> headers = list(String.class, "--header")
            .secret()
            .paramLabel("'NAME: VALUE'")
            .description("Send this header. May be repeated.");

    final Option<Path> userFile = value(Path.class, "--user-file")
            .file(FileUse.Kind.READ)
            .paramLabel("FILE")
            .description("Log in with user:password from the first line of this file, read at each check.");

    final Option<Path> cacert = value(Path.class, "--cacert")
            .file(FileUse.Kind.READ)
            .paramLabel("FILE")
            .description("Verify certificates against those in this PEM file.");

    final Option<Boolean> insecure = flag("--insecure").description("Never verify a certificate, and do not warn.");

    final Option<Path> unixSocket = value(Path.class, "--unix-socket")
            .file(FileUse.Kind.CONNECT)
            .paramLabel("PATH")
            .description("Connect to this socket; the URL gives the Host header and the path.");

    private final Map<TlsTrust, Endpoint.Tls> made = new EnumMap<>(TlsTrust.class);

    /** @throws IllegalArgumentException with a sentence for people */
    void validate() {
        if (timeout.value().isZero()) {
            throw new IllegalArgumentException("--timeout must be greater than 0");
        }
        if (insecure.value() && cacert.isSet()) {
            throw new IllegalArgumentException("--insecure and --cacert exclude each other: give one of them");
        }
    }

    /** @throws IllegalArgumentException with a sentence for people */
    ProbeRequest request(ProbeUrl sample) {
        if (unixSocket.isSet() && sample.secure()) {
            throw new IllegalArgumentException("--unix-socket goes with an http:// URL only");
        }
        if (userFile.isSet() && sample.credentials().isPresent()) {
            throw new IllegalArgumentException(
                    "--user-file and a user in the URL exclude each other: give one of them");
        }
        try {
            HttpRequest.of(method.value(), "/");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--method: " + e.getMessage(), e);
        }
        boolean secrets = sample.credentials().isPresent() || userFile.isSet();
        List<ProbeRequest.Header> parsed = new ArrayList<>();
        for (String text : headers.value()) {
            ProbeRequest.Header header = ProbeRequest.Header.parse(text);
            secrets |= header.isSecret();
            parsed.add(header);
        }
        return new ProbeRequest(
                method.value(),
                parsed,
                userFile.orNull(),
                unixSocket.orNull(),
                tls(sample.secure(), secrets),
                timeout.value());
    }

    /**
     * How to encrypt, with the same settings for all that are alike; null if nothing is.
     *
     * @param secrets whether something is sent that only the right server may see
     * @throws IllegalArgumentException with a sentence for people if the file of certificates cannot be used
     */
    Endpoint.@Nullable Tls tls(boolean secure, boolean secrets) {
        // reading all authorities takes time and memory, but a file in the options must be valid
        return secure || cacert.isSet()
                ? made.computeIfAbsent(trust(secrets), trust -> trust.tls(cacert.orNull()))
                : null;
    }

    private TlsTrust trust(boolean secrets) {
        if (insecure.value()) {
            return TlsTrust.ANY;
        }
        return secrets || cacert.isSet() ? TlsTrust.VERIFIED : TlsTrust.ANY_WITH_WARNING;
    }

    /** The options that were given and are about HTTP only. */
    List<String> givenForHttp() {
        return ProbeOptions.nonEmpty(List.of(
                method.value().equals("GET") ? "" : "--method",
                headers.value().isEmpty() ? "" : "--header",
                userFile.isSet() ? "--user-file" : "",
                unixSocket.isSet() ? "--unix-socket" : ""));
    }

    /** The options that were given and are about TLS only. */
    List<String> givenForTls() {
        return ProbeOptions.nonEmpty(List.of(cacert.isSet() ? "--cacert" : "", insecure.value() ? "--insecure" : ""));
    }
}
