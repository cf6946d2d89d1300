package org.superlance.httpok;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;

/**
 * A text of the command line that may hold a process's names and number, as supervisord itself writes them.
 *
 * @param text as the user wrote it
 * @param where it stands, for messages: {@code the URL}
 * @param known the fields that it may hold
 * @param escape makes a name harmless for the place it is put into
 */
record ProcessTemplate(String text, String where, Set<Field> known, UnaryOperator<String> escape) {

    private static final Namespec SAMPLE_NAME = new Namespec("group", "name_1");

    /** Compiled for a text with fields. */
    private static final class Patterns {
        static final Pattern FIELD =
                Pattern.compile("%\\((?:(program_name|group_name)\\)s|(process_num|pid)\\)(?:0?(\\d))?d)");
        static final Pattern NUMBERED = Pattern.compile("(.*?)[_.:-]?(\\d{1,9})");
    }

    /** What can be filled in, in the order in which a message lists it. */
    enum Field {
        PROCESS_NUM("%(process_num)d", "%(process_num)02d"),
        PROGRAM_NAME("%(program_name)s"),
        GROUP_NAME("%(group_name)s"),
        PID("%(pid)d");

        /** What a server can tell its processes apart by. */
        static final Set<Field> OF_NAME = Set.of(PROCESS_NUM, PROGRAM_NAME, GROUP_NAME);

        private final String forms;

        Field(String... forms) {
            this.forms = String.join(", ", forms);
        }

        private boolean isIn(String text) {
            return text.contains(forms.substring(0, forms.indexOf(')') + 1));
        }
    }

    ProcessTemplate {
        known = Set.copyOf(known);
    }

    /** @throws IllegalArgumentException with a sentence for people if there is a field that is not known */
    void validate() {
        boolean foreign = false;
        for (Field field : Field.values()) {
            foreign |= !known.contains(field) && field.isIn(text);
        }
        if (foreign || sample().contains("%(")) {
            throw new IllegalArgumentException("unknown field in " + where + ": known are " + names());
        }
    }

    boolean hasFields() {
        return text.contains("%(");
    }

    boolean needsPid() {
        return Field.PID.isIn(text);
    }

    /** The text for some process that has a number. */
    String sample() {
        return fill(SAMPLE_NAME, 1);
    }

    /**
     * The text for one process.
     *
     * @throws IndeterminateException with a clause for an operator if the process lacks what a field needs
     */
    String of(ProcessInfo process) throws IndeterminateException {
        if (Field.PROCESS_NUM.isIn(text)
                && !Patterns.NUMBERED.matcher(process.name().name()).matches()) {
            throw new IndeterminateException("its name does not end with a number, which %(process_num) in " + where
                    + " needs; exclude it with --exclude");
        }
        if (Field.PID.isIn(text) && !process.hasPid()) {
            throw new IndeterminateException("it is " + process.state() + " and has no pid, which %(pid) in " + where
                    + " needs; exclude it with --exclude, or leave out --start-if");
        }
        return fill(process.name(), process.pid());
    }

    private String names() {
        String list = EnumSet.allOf(Field.class).stream()
                .filter(known::contains)
                .map(field -> field.forms)
                .collect(Collectors.joining(", "));
        int last = list.lastIndexOf(", ");
        return list.substring(0, last) + " and " + list.substring(last + 2);
    }

    private String fill(Namespec name, long pid) {
        if (!hasFields()) {
            return text;
        }
        Matcher numbered = Patterns.NUMBERED.matcher(name.name());
        boolean hasNumber = numbered.matches();
        String program = hasNumber && !numbered.group(1).isEmpty() ? numbered.group(1) : name.name();
        long number = hasNumber ? Long.parseLong(numbered.group(2)) : 0;
        return Patterns.FIELD
                .matcher(text)
                .replaceAll(field -> Matcher.quoteReplacement(
                        field.group(1) != null
                                ? escape.apply(field.group(1).equals("group_name") ? name.group() : program)
                                : digits(field, field.group(2).equals("pid") ? pid : number)));
    }

    private static String digits(MatchResult field, long number) {
        return field.group(3) == null || field.group(3).equals("0")
                ? Long.toString(number)
                : String.format(Locale.ROOT, "%0" + field.group(3) + "d", number);
    }
}
