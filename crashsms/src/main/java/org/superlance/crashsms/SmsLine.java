package org.superlance.crashsms;

import java.util.function.UnaryOperator;
import org.superlance.listener.crash.batch.FailureLineFormatter;
import org.superlance.listener.crash.batch.RepeatedFailure;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.TextSanitizer;

/** One line of an SMS, in a long and a short form. */
final class SmsLine {

    private static final int MAX_NAME_LENGTH = 200;
    private static final String ELLIPSIS = "..";

    private final FailureLineFormatter lineFormatter;
    private final UnaryOperator<String> names;

    private SmsLine(FailureLineFormatter lineFormatter, UnaryOperator<String> names) {
        this.lineFormatter = lineFormatter;
        this.names = names;
    }

    /** With names as they are. */
    static SmsLine withWholeNames(FailureLineFormatter lineFormatter) {
        return new SmsLine(lineFormatter, name -> name);
    }

    /** With the middle of long names left out, so that they have so many characters. */
    static SmsLine withNamesOf(int max, FailureLineFormatter lineFormatter) {
        return new SmsLine(lineFormatter, name -> shortened(name, max));
    }

    /** {@code [web:w3](12) exited unexpectedly 2026-11-21 02:54:56,192}, as superlance has it. */
    String whole(RepeatedFailure repeatedFailure) {
        String what = repeatedFailure.times() == 1
                ? "](" + pid(repeatedFailure) + ") exited unexpectedly "
                : "] exited unexpectedly " + repeatedFailure.times() + " times, last ";
        return "[" + both(repeatedFailure) + what
                + lineFormatter.timestamp(repeatedFailure.last().failure().time());
    }

    /** {@code web:w3(12) 02:54:56}, or {@code web:w3 57x 02:54:56}. */
    String brief(RepeatedFailure repeatedFailure) {
        String what =
                repeatedFailure.times() == 1 ? "(" + pid(repeatedFailure) + ") " : " " + repeatedFailure.times() + "x ";
        return both(repeatedFailure)
                + what
                + lineFormatter.hour(repeatedFailure.last().failure().time());
    }

    private static String pid(RepeatedFailure repeatedFailure) {
        return repeatedFailure.first().failure().pid().stream()
                .mapToObj(Long::toString)
                .findFirst()
                .orElse("?");
    }

    private String both(RepeatedFailure repeatedFailure) {
        Namespec process = repeatedFailure.first().process();
        return names.apply(plain(process.group(), MAX_NAME_LENGTH)) + ":"
                + names.apply(plain(process.name(), MAX_NAME_LENGTH));
    }

    /** The marks of what was cut or made harmless would cost the whole message half of its room. */
    static String plain(String text, int max) {
        return TextSanitizer.singleLine(text, max - 1).replace('\uFFFD', '?').replace("\u2026", ELLIPSIS);
    }

    /** Counts code points, so that no pair of surrogates is parted. */
    private static String shortened(String name, int max) {
        int[] points = name.codePoints().toArray();
        if (points.length <= max) {
            return name;
        }
        int kept = max - ELLIPSIS.length();
        int tail = kept / 2;
        int head = kept - tail;
        return new String(points, 0, head) + ELLIPSIS + new String(points, points.length - tail, tail);
    }
}
