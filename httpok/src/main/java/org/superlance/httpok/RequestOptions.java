package org.superlance.httpok;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.cli.Options;
import org.superlance.listener.cli.Setting;
import org.superlance.listener.http.HttpRequest;

/** The options that say how to ask. */
final class RequestOptions implements Options.Holder {

    private final Options options = new Options();

    final Setting<Duration> timeout = options.value(Duration.class, "-t", "--timeout")
            .takes("SECONDS")
            .usually(Duration.ofSeconds(10))
            .says("The time for a complete answer; a refused connection is tried again within it (default: 10).");

    final Setting<String> method = options.value(String.class, "--method")
            .takes("METHOD")
            .usually("GET")
            .says("Ask with this method (default: GET).");

    final Setting<List<String>> headers =
            options.list(String.class, "--header").takes("'NAME: VALUE'").says("Send this header; may be repeated.");

    final Setting<Path> userFile = options.value(Path.class, "--user-file")
            .takes("FILE")
            .says("Log in with the user:password in the first line of this file, read at each check.");

    final Setting<Path> cacert = options.value(Path.class, "--cacert")
            .takes("FILE")
            .says("Verify certificates against those in this PEM file.");

    final Setting<Boolean> insecure =
            options.flag("--insecure").says("Never verify a certificate, and do not warn of it.");

    final Setting<Path> unixSocket = options.value(Path.class, "--unix-socket")
            .takes("PATH")
            .says("Connect to this socket file; the URL gives the Host header and the path.");

    /** @throws IllegalArgumentException with a sentence for people */
    Question question(CheckUrl sample) {
        if (timeout.value().isZero()) {
            throw new IllegalArgumentException("--timeout must be greater than 0");
        }
        if (unixSocket.isSet() && sample.secure()) {
            throw new IllegalArgumentException("--unix-socket goes with an http:// URL only");
        }
        if (userFile.isSet() && sample.login().isPresent()) {
            throw new IllegalArgumentException(
                    "--user-file and a user in the URL exclude each other: give one of them");
        }
        if (insecure.value() && cacert.isSet()) {
            throw new IllegalArgumentException("--insecure and --cacert exclude each other: give one of them");
        }
        try {
            HttpRequest.of(method.value(), "/");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--method: " + e.getMessage(), e);
        }
        List<Question.Header> parsed =
                headers.value().stream().map(Question.Header::parse).toList();
        return new Question(
                method.value(),
                parsed,
                userFile.orNull(),
                unixSocket.orNull(),
                // to read all authorities takes time and memory, but a file that is named must be right
                sample.secure() || cacert.isSet()
                        ? trust(sample.login(), parsed).tls(cacert.orNull())
                        : null,
                timeout.value());
    }

    private Trust trust(Optional<Login> login, List<Question.Header> parsed) {
        if (insecure.value()) {
            return Trust.ANY;
        }
        boolean secrets =
                login.isPresent() || userFile.isSet() || parsed.stream().anyMatch(Question.Header::isSecret);
        return secrets || cacert.isSet() ? Trust.VERIFIED : Trust.ANY_WITH_WARNING;
    }

    @Override
    public Options options() {
        return options;
    }
}
