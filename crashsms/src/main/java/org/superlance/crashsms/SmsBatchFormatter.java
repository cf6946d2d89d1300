package org.superlance.crashsms;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.superlance.listener.crash.batch.Batch;
import org.superlance.listener.crash.batch.BatchFormatter;
import org.superlance.listener.crash.batch.FailureLineFormatter;
import org.superlance.listener.crash.batch.RepeatedFailure;

/**
 * A batch as one SMS. Tried in this order, until it fits: the lines that superlance wrote; the repeats of a process in
 * one line; short lines; shorter and shorter names. What does not fit even then is counted.
 */
final class SmsBatchFormatter implements BatchFormatter {

    private static final List<Integer> NAME_LENGTHS = List.of(16, 12, 9);
    private static final int MAX_LINES = 40;

    private final FailureLineFormatter lineFormatter;
    private final String before;
    private final OptionalInt collapse;

    /** A way to write a batch. */
    private record Form(List<RepeatedFailure> repeatedFailure, Function<RepeatedFailure, String> line) {
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
        List<RepeatedFailure> collapsed = RepeatedFailure.of(entries, 1);
        SmsLine whole = SmsLine.withWholeNames(lineFormatter);
        List<Form> forms = new ArrayList<>();
        forms.add(new Form(RepeatedFailure.of(entries, collapse.orElse(Integer.MAX_VALUE)), whole::whole));
        forms.add(new Form(collapsed, whole::whole));
        forms.add(new Form(collapsed, whole::brief));
        for (int length : NAME_LENGTHS) {
            forms.add(new Form(collapsed, SmsLine.withNamesOf(length, lineFormatter)::brief));
        }
        return forms;
    }

    /** As many lines as fit together with the number of failures that they leave out. */
    private String truncate(Form form, List<String> end) {
        int all =
                form.repeatedFailure().stream().mapToInt(RepeatedFailure::times).sum();
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
}
