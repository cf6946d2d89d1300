package org.superlance.httpok;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.superlance.httpok.SocketProbe.Dialogue;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;

/** The options about what is said over a {@code tcp://}, {@code tls://} or {@code unix://} connection. */
final class SocketOptions extends OptionGroup {

    final Option<EscapedText> send = value(EscapedText.class, "--send")
            .secret()
            .paramLabel("TEXT")
            .converter(EscapedText::parse)
            .description("tcp, tls, unix: send this text, in which \\r \\n \\t \\0 \\\\ and \\xNN are known. Without"
                    + " --expect and --expect-regex any answer will do.");

    final Option<EscapedText> expect = value(EscapedText.class, "--expect")
            .paramLabel("TEXT")
            .converter(EscapedText::parse)
            .description("tcp, tls, unix: the answer, or the greeting without --send, must contain this text, in which"
                    + " the same are known.");

    final Option<BoundedRegex> expectRegex = value(BoundedRegex.class, "--expect-regex")
            .paramLabel("REGEX")
            .converter(text -> BoundedRegex.parse("--expect-regex", text))
            .description("tcp, tls, unix: something in the first 64 KiB of the answer must match.");

    /** @throws IllegalArgumentException with a sentence for people */
    Dialogue dialogue(Duration timeout, @Nullable Duration maxLatency) {
        if (expect.isSet() && expectRegex.isSet()) {
            throw new IllegalArgumentException("--expect and --expect-regex exclude each other: give one of them");
        }
        AnswerExpectation expectation = new AnswerExpectation(
                send.isSet() || expect.isSet() || expectRegex.isSet(), expect.orNull(), expectRegex.orNull());
        return new Dialogue(send.orNull(), expectation, timeout, maxLatency);
    }

    /** The options that were given. */
    List<String> given() {
        return ProbeOptions.nonEmpty(List.of(
                send.isSet() ? "--send" : "",
                expect.isSet() ? "--expect" : "",
                expectRegex.isSet() ? "--expect-regex" : ""));
    }
}
