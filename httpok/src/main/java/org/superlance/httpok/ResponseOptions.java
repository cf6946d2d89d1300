package org.superlance.httpok;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.superlance.httpok.ResponseExpectation.StatusRange;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;

/** The options that say what response is accepted. */
final class ResponseOptions extends OptionGroup {

    final Option<List<StatusRange>> codes = list(StatusRange.class, "-c", "--code")
            .paramLabel("STATUS")
            .converter(StatusRange::parse)
            .description("Accepted status, or range such as 200-399. May be repeated (default: 200).");

    final Option<String> body =
            value(String.class, "-b", "--body").paramLabel("TEXT").description("The body must contain this text.");

    final Option<List<String>> bodyNot = list(String.class, "--body-not")
            .paramLabel("TEXT")
            .description("The body must not contain this text. May be repeated.");

    final Option<List<Pattern>> bodyRegex = list(Pattern.class, "--body-regex")
            .paramLabel("REGEX")
            .converter(text -> BoundedRegex.parse("--body-regex", text).pattern())
            .description("Something in the first MiB of the body must match. May be repeated.");

    final Option<Duration> maxLatency = value(Duration.class, "--max-latency")
            .paramLabel("DURATION")
            .description("The response must be complete within this time, such as 500ms, not counting refused"
                    + " connections.");

    final Option<Integer> certDays = value(Integer.class, "--cert-days")
            .paramLabel("N")
            .defaultValue(0)
            .description("Report, at most once a day, when the server's certificate expires within N days.");

    /** @throws IllegalArgumentException with a sentence for people */
    ResponseExpectation expectation(String method) {
        BodyExpectation tests =
                new BodyExpectation(wanted(), ProbeOptions.nonEmpty(bodyNot.value()), bodyRegex.value());
        if (method.equals("HEAD") && !tests.isEmpty()) {
            throw new IllegalArgumentException(
                    "--method HEAD gets no body: leave out --body, --body-not and --body-regex, or use GET");
        }
        return new ResponseExpectation(codes.value(), tests, maxLatency.orNull());
    }

    /** @throws IllegalArgumentException with a sentence for people */
    int certificateDays() {
        if (certDays.value() < 0) {
            throw new IllegalArgumentException("--cert-days must not be negative: give a number of days, such as 14");
        }
        return certDays.value();
    }

    private List<String> wanted() {
        return ProbeOptions.nonEmpty(List.of(body.optional().orElse("")));
    }

    /** The options that were given and are about HTTP only. */
    List<String> givenForHttp() {
        return ProbeOptions.nonEmpty(List.of(
                codes.value().isEmpty() ? "" : "--code",
                body.isSet() ? "--body" : "",
                bodyNot.value().isEmpty() ? "" : "--body-not",
                bodyRegex.value().isEmpty() ? "" : "--body-regex"));
    }
}
