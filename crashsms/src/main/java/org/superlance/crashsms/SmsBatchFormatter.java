package org.superlance.crashsms;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.superlance.listener.crash.batch.Batch;
import org.superlance.listener.crash.batch.FailureLineFormatter;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.TextSanitizer;

/**
 * A batch as one SMS. Tried in this order, until it fits: the lines that superlance wrote; the repeats of a process in
 * one line; short lines; shorter and shorter names. What does not fit even then is counted.
 */
final class SmsBatchFormatter implements Batch.Formatter {

    private static final List<Integer> NAME_LENGTHS = List.of(16, 12, 9);
    private static final int MAX_LINES = 40;
    private static final int MAX_NAME_LENGTH = 200;
    private static final String ELLIPSIS = "..";

    private final FailureLineFormatter lineFormatter;
    private final String before;
    private final OptionalInt collapse;

    /** A way to write a batch. */
    private record Form(List<Batch.Repeated> repeatedFailure, Function<Batch.Repeated, String> line) {
        List<String> written() {
            return repeatedFailure.stream().limit(MAX_LINES + 1).map(line).toList();
        }
    }

    /** @param subject a gateway puts it in front of the text, in parentheses */
    SmsBatchFormatter(FailureLineFormatter lineFormatter, String subject, OptionalInt collapse) {
        this.lineFormatter = lineFormatter;
        this.before = subject.isEmpty() ? "" : "(" + subject + ") ";
        this.collapse = collapse;
    }

    @Override
    public String format(Batch batch) {
        List<String> end = batch.lost() == 0 ? List.of() : List.of(batch.lost() + " lost");
        List<Form> forms = forms(batch.entries());
        for (Form form : forms) {
            String text = joined(form.written(), end);
            if (form.repeatedFailure().size() <= MAX_LINES && fits(text)) {
                return text;
            }
        }
        return truncate(forms.get(forms.size() - 1), end);
    }

    private List<Form> forms(List<Batch.Entry> entries) {
        List<Batch.Repeated> collapsed = Batch.Repeated.of(entries, 1);
        Line whole = Line.withWholeNames(lineFormatter);
        List<Form> forms = new ArrayList<>();
        forms.add(new Form(Batch.Repeated.of(entries, collapse.orElse(Integer.MAX_VALUE)), whole::whole));
        forms.add(new Form(collapsed, whole::whole));
        forms.add(new Form(collapsed, whole::brief));
        for (int length : NAME_LENGTHS) {
            forms.add(new Form(collapsed, Line.withNamesOf(length, lineFormatter)::brief));
        }
        return forms;
    }

    /** As many lines as fit together with the number of failures that they leave out. */
    private String truncate(Form form, List<String> end) {
        int all =
                form.repeatedFailure().stream().mapToInt(Batch.Repeated::times).sum();
        List<String> written = form.written();
        String best = joined(List.of("+" + all + " more"), end);
        int told = 0;
        for (int i = 0; i < written.size(); i++) {
            told += form.repeatedFailure().get(i).times();
            List<String> some = new ArrayList<>(written.subList(0, i + 1));
            some.add("+" + (all - told) + " more");
            String text = joined(some, end);
            if (!fits(text)) {
                break;
            }
            best = text;
        }
        return best;
    }

    /** A mail parts lines with two characters, and gateways do not take one away. */
    private boolean fits(String text) {
        return SmsLength.fitOneSms(before + text.replace("\n", "\r\n"));
    }

    private static String joined(List<String> lines, List<String> end) {
        String text = String.join("\n", lines);
        return end.isEmpty() ? text : text + "\n" + end.get(0);
    }

    /** The marks of what was cut or made harmless would cost the whole message half of its room. */
    static String plain(String text, int max) {
        return TextSanitizer.singleLine(text, max - 1).replace('\uFFFD', '?').replace("\u2026", ELLIPSIS);
    }

    /** One line of an SMS, in a long and a short form. */
    private static final class Line {

        private final FailureLineFormatter lineFormatter;
        private final UnaryOperator<String> names;

        private Line(FailureLineFormatter lineFormatter, UnaryOperator<String> names) {
            this.lineFormatter = lineFormatter;
            this.names = names;
        }

        /** With names as they are. */
        static Line withWholeNames(FailureLineFormatter lineFormatter) {
            return new Line(lineFormatter, name -> name);
        }

        /** With the middle of long names left out, so that they have so many characters. */
        static Line withNamesOf(int max, FailureLineFormatter lineFormatter) {
            return new Line(lineFormatter, name -> shortened(name, max));
        }

        /** {@code [web:w3](12) exited unexpectedly 2026-11-21 02:54:56,192}, as superlance has it. */
        String whole(Batch.Repeated repeatedFailure) {
            String what = repeatedFailure.times() == 1
                    ? "](" + pid(repeatedFailure) + ") exited unexpectedly "
                    : "] exited unexpectedly " + repeatedFailure.times() + " times, last ";
            return "[" + both(repeatedFailure) + what
                    + lineFormatter.timestamp(repeatedFailure.last().failure().time());
        }

        /** {@code web:w3(12) 02:54:56}, or {@code web:w3 57x 02:54:56}. */
        String brief(Batch.Repeated repeatedFailure) {
            String what = repeatedFailure.times() == 1
                    ? "(" + pid(repeatedFailure) + ") "
                    : " " + repeatedFailure.times() + "x ";
            return both(repeatedFailure)
                    + what
                    + lineFormatter.hour(repeatedFailure.last().failure().time());
        }

        private static String pid(Batch.Repeated repeatedFailure) {
            return repeatedFailure.first().failure().pid().stream()
                    .mapToObj(Long::toString)
                    .findFirst()
                    .orElse("?");
        }

        /** A program of its own group is known by one name, and the room is short. */
        private String both(Batch.Repeated repeatedFailure) {
            Namespec process = repeatedFailure.first().process();
            if (process.group().equals(process.name())) {
                return names.apply(plain(process.name(), MAX_NAME_LENGTH));
            }
            return names.apply(plain(process.group(), MAX_NAME_LENGTH)) + ":"
                    + names.apply(plain(process.name(), MAX_NAME_LENGTH));
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

    /** How much of an SMS a text takes, by the alphabet that 3GPP TS 23.038 gives mobile phones. */
    static final class SmsLength {

        /** In one SMS, in the default alphabet. */
        static final int MAX_SEPTETS = 160;

        /** In one SMS, as soon as one character is in neither table. */
        static final int MAX_UCS2_UNITS = 70;

        private static final String BASIC =
                "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\n\u00d8\u00f8\r\u00c5\u00e5"
                        + "\u0394_\u03a6\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e\u00c6\u00e6\u00df\u00c9"
                        + " !\"#\u00a4%&'()*+,-./0123456789:;<=>?"
                        + "\u00a1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c4\u00d6\u00d1\u00dc\u00a7"
                        + "\u00bfabcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00f1\u00fc\u00e0";
        private static final String EXTENSION = "\f^{}\\[~]|\u20ac";

        private SmsLength() {}

        /** Whether the text is made of characters of the default alphabet and its extension. */
        static boolean canWrite(String text) {
            return text.chars().allMatch(c -> BASIC.indexOf(c) >= 0 || EXTENSION.indexOf(c) >= 0);
        }

        /** How many septets the text takes, a character of the extension two; only if it {@link #canWrite}. */
        static int count(String text) {
            return text.length()
                    + (int) text.chars().filter(c -> EXTENSION.indexOf(c) >= 0).count();
        }

        /** Whether the text fits into one SMS. Beyond the alphabet counts what UCS-2 takes: a pair of surrogates two. */
        static boolean fitOneSms(String text) {
            return canWrite(text) ? count(text) <= MAX_SEPTETS : text.length() <= MAX_UCS2_UNITS;
        }
    }
}
