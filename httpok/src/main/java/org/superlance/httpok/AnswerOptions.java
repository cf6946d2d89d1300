package org.superlance.httpok;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what answer is a good one. */
final class AnswerOptions {

    @Option(
            names = {"-c", "--code"},
            paramLabel = "STATUS",
            converter = Converters.OfStatus.class,
            description = "A status, or a range such as 200-399, that is good; may be repeated (default: 200).")
    List<StatusRange> codes = new ArrayList<>();

    @Option(
            names = {"-b", "--body"},
            paramLabel = "TEXT",
            description = "The body must hold this text.")
    @Nullable
    String body;

    @Option(names = "--body-not", paramLabel = "TEXT", description = "The body must not hold this; may be repeated.")
    List<String> bodyNot = new ArrayList<>();

    @Option(
            names = "--body-regex",
            paramLabel = "REGEX",
            converter = Converters.OfRegex.class,
            description = "Something in the first MiB of the body must match this; may be repeated.")
    List<Pattern> bodyRegex = new ArrayList<>();

    @Option(
            names = "--max-latency",
            paramLabel = "DURATION",
            description = "The answer must be complete within this, such as 500ms, measured without refused attempts.")
    @Nullable
    Duration maxLatency;

    @Option(
            names = "--cert-days",
            paramLabel = "N",
            description = "Mail, at most once a day, when the server's certificate expires within N days.")
    int certDays;

    /** @throws IllegalArgumentException with a sentence for people */
    Expectation expectation(String method) {
        BodyTests tests = new BodyTests(
                wanted(), bodyNot.stream().filter(text -> !text.isEmpty()).toList(), bodyRegex);
        if (method.equals("HEAD") && !tests.isEmpty()) {
            throw new IllegalArgumentException(
                    "--method HEAD gets no body: leave out --body, --body-not and --body-regex, or use GET");
        }
        if (certDays < 0) {
            throw new IllegalArgumentException("--cert-days must not be negative: give a number of days, such as 14");
        }
        return new Expectation(codes, tests, maxLatency);
    }

    private List<String> wanted() {
        return Stream.ofNullable(body).filter(text -> !text.isEmpty()).toList();
    }
}
