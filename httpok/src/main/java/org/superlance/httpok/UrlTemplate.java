package org.superlance.httpok;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superlance.listener.supervisor.Namespec;

/**
 * The URL of the command line, which may hold a process's names and number as supervisord itself writes them.
 *
 * @param text as the user wrote it: with user and password
 */
record UrlTemplate(String text) {

    private static final Pattern FIELD =
            Pattern.compile("%\\((?:(program_name|group_name)\\)s|(process_num)\\)(?:0?(\\d))?d)");
    private static final Pattern NUMBERED = Pattern.compile("(.*?)[_.:-]?(\\d{1,9})");
    private static final String UNRESERVED = "-._~";

    /** @throws IllegalArgumentException with a sentence for people, which shows no password */
    void validate() {
        String filled = fill(new Namespec("group", "name_1"));
        if (filled.contains("%(")) {
            throw new IllegalArgumentException("the URL holds a field that httpok does not know: it knows"
                    + " %(process_num)d, %(process_num)02d, %(program_name)s and %(group_name)s");
        }
        ProbeUrl.parse(filled);
    }

    boolean hasFields() {
        return text.contains("%(");
    }

    /** The URL of one process; empty if it needs a number and the process's name ends with none. */
    Optional<ProbeUrl> of(Namespec name) {
        boolean needsNumber = text.contains("%(process_num)");
        return needsNumber && !NUMBERED.matcher(name.name()).matches()
                ? Optional.empty()
                : Optional.of(ProbeUrl.parse(fill(name)));
    }

    /** For people: without user and password. */
    @Override
    public String toString() {
        return ProbeUrl.withoutLogin(text);
    }

    private String fill(Namespec name) {
        Matcher numbered = NUMBERED.matcher(name.name());
        boolean hasNumber = numbered.matches();
        String program = hasNumber && !numbered.group(1).isEmpty() ? numbered.group(1) : name.name();
        long number = hasNumber ? Long.parseLong(numbered.group(2)) : 0;
        return FIELD.matcher(text)
                .replaceAll(field -> Matcher.quoteReplacement(value(field, name.group(), program, number)));
    }

    private static String value(MatchResult field, String group, String program, long number) {
        if (field.group(1) != null) {
            return ProbeUrl.escaped(field.group(1).equals("group_name") ? group : program, UNRESERVED);
        }
        return field.group(3) == null || field.group(3).equals("0")
                ? Long.toString(number)
                : String.format(Locale.ROOT, "%0" + field.group(3) + "d", number);
    }
}
