package org.superlance.httpok;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.http.HttpRequest;
import picocli.CommandLine.Option;

/** The options that say how to ask. */
final class RequestOptions {

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "SECONDS",
            description =
                    "The time for a complete answer; a refused connection is tried again within it (default: 10).")
    Duration timeout = Duration.ofSeconds(10);

    @Option(names = "--method", paramLabel = "METHOD", description = "Ask with this method (default: GET).")
    String method = "GET";

    @Option(names = "--header", paramLabel = "'NAME: VALUE'", description = "Send this header; may be repeated.")
    List<String> headers = new ArrayList<>();

    @Option(
            names = "--user-file",
            paramLabel = "FILE",
            description = "Log in with the user:password in the first line of this file, read at each check.")
    @Nullable
    Path userFile;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "Verify certificates against those in this PEM file.")
    @Nullable
    Path cacert;

    @Option(names = "--insecure", description = "Never verify a certificate, and do not warn of it.")
    boolean insecure;

    @Option(
            names = "--unix-socket",
            paramLabel = "PATH",
            description = "Connect to this socket file; the URL gives the Host header and the path.")
    @Nullable
    Path unixSocket;

    /** @throws IllegalArgumentException with a sentence for people */
    Question question(CheckUrl sample) {
        if (timeout.isZero()) {
            throw new IllegalArgumentException("--timeout must be greater than 0");
        }
        if (unixSocket != null && sample.secure()) {
            throw new IllegalArgumentException("--unix-socket goes with an http:// URL only");
        }
        if (userFile != null && sample.login().isPresent()) {
            throw new IllegalArgumentException(
                    "--user-file and a user in the URL exclude each other: give one of them");
        }
        if (insecure && cacert != null) {
            throw new IllegalArgumentException("--insecure and --cacert exclude each other: give one of them");
        }
        try {
            HttpRequest.of(method, "/");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--method: " + e.getMessage(), e);
        }
        List<Question.Header> parsed =
                headers.stream().map(Question.Header::parse).toList();
        return new Question(
                method,
                parsed,
                userFile,
                unixSocket,
                trust(sample.login(), parsed).tls(cacert),
                timeout);
    }

    private Trust trust(Optional<Login> login, List<Question.Header> parsed) {
        if (insecure) {
            return Trust.ANY;
        }
        boolean secrets =
                login.isPresent() || userFile != null || parsed.stream().anyMatch(Question.Header::isSecret);
        return secrets || cacert != null ? Trust.VERIFIED : Trust.ANY_WITH_WARNING;
    }
}
