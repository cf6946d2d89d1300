package org.superlance.crashsms;

import java.util.function.UnaryOperator;
import org.superlance.listener.batch.Lines;
import org.superlance.listener.batch.Repeats;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.TextSanitizer;

/** One line of an SMS, in a long and a short form. */
final class Line {

    private static final int MOST_NAME = 200;
    private static final String CUT = "..";

    private final Lines lines;
    private final UnaryOperator<String> names;

    private Line(Lines lines, UnaryOperator<String> names) {
        this.lines = lines;
        this.names = names;
    }

    /** With names as they are. */
    static Line withWholeNames(Lines lines) {
        return new Line(lines, name -> name);
    }

    /** With the middle of long names left out, so that they have so many characters. */
    static Line withNamesOf(int most, Lines lines) {
        return new Line(lines, name -> shortened(name, most));
    }

    /** {@code [web:w3](12) exited unexpectedly 2026-11-21 02:54:56,192}, as superlance has it. */
    String whole(Repeats repeats) {
        String what = repeats.times() == 1
                ? "](" + pid(repeats) + ") exited unexpectedly "
                : "] exited unexpectedly " + repeats.times() + " times, last ";
        return "[" + both(repeats) + what + lines.stamp(repeats.last().failure().time());
    }

    /** {@code web:w3(12) 02:54:56}, or {@code web:w3 57x 02:54:56}. */
    String brief(Repeats repeats) {
        String what = repeats.times() == 1 ? "(" + pid(repeats) + ") " : " " + repeats.times() + "x ";
        return both(repeats) + what + lines.hour(repeats.last().failure().time());
    }

    private static String pid(Repeats repeats) {
        return repeats.first().failure().pid().stream()
                .mapToObj(Long::toString)
                .findFirst()
                .orElse("?");
    }

    private String both(Repeats repeats) {
        Namespec process = repeats.first().process();
        return names.apply(plain(process.group(), MOST_NAME)) + ":" + names.apply(plain(process.name(), MOST_NAME));
    }

    /** The marks of what was cut or made harmless would cost the whole message half of its room. */
    static String plain(String text, int most) {
        return TextSanitizer.singleLine(text, most - 1).replace('\uFFFD', '?').replace("\u2026", CUT);
    }

    /** Counts code points, so that no pair of surrogates is parted. */
    private static String shortened(String name, int most) {
        int[] points = name.codePoints().toArray();
        if (points.length <= most) {
            return name;
        }
        int kept = most - CUT.length();
        int tail = kept / 2;
        int head = kept - tail;
        return new String(points, 0, head) + CUT + new String(points, points.length - tail, tail);
    }
}
