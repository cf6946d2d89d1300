package org.superlance.httpok;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.superlance.listener.cli.Options;
import org.superlance.listener.cli.Setting;

/** The options that say what answer is a good one. */
final class AnswerOptions implements Options.Holder {

    private final Options options = new Options();

    final Setting<List<StatusRange>> codes = options.list(StatusRange.class, "-c", "--code")
            .takes("STATUS")
            .readBy(new Converters.OfStatus())
            .says("A status, or a range such as 200-399, that is good; may be repeated (default: 200).");

    final Setting<String> body =
            options.value(String.class, "-b", "--body").takes("TEXT").says("The body must hold this text.");

    final Setting<List<String>> bodyNot = options.list(String.class, "--body-not")
            .takes("TEXT")
            .says("The body must not hold this; may be repeated.");

    final Setting<List<Pattern>> bodyRegex = options.list(Pattern.class, "--body-regex")
            .takes("REGEX")
            .readBy(new Converters.OfRegex())
            .says("Something in the first MiB of the body must match this; may be repeated.");

    final Setting<Duration> maxLatency = options.value(Duration.class, "--max-latency")
            .takes("DURATION")
            .says("The answer must be complete within this, such as 500ms, measured without refused attempts.");

    final Setting<Integer> certDays = options.value(Integer.class, "--cert-days")
            .takes("N")
            .usually(0)
            .says("Mail, at most once a day, when the server's certificate expires within N days.");

    /** @throws IllegalArgumentException with a sentence for people */
    Expectation expectation(String method) {
        BodyTests tests = new BodyTests(
                wanted(),
                bodyNot.value().stream().filter(text -> !text.isEmpty()).toList(),
                bodyRegex.value());
        if (method.equals("HEAD") && !tests.isEmpty()) {
            throw new IllegalArgumentException(
                    "--method HEAD gets no body: leave out --body, --body-not and --body-regex, or use GET");
        }
        if (certDays.value() < 0) {
            throw new IllegalArgumentException("--cert-days must not be negative: give a number of days, such as 14");
        }
        return new Expectation(codes.value(), tests, maxLatency.orNull());
    }

    private List<String> wanted() {
        return Stream.ofNullable(body.orNull()).filter(text -> !text.isEmpty()).toList();
    }

    @Override
    public Options options() {
        return options;
    }
}
