package org.superlance.memmon;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superlance.listener.process.CpuMeter;
import org.superlance.listener.supervisor.ProcessPattern;

/**
 * A limit of CPU time that an option sets.
 *
 * @param processes which processes it applies to
 * @param thousandths of one core
 * @param origin the option as the user wrote it, such as {@code --cpu web}
 */
record CpuLimit(ProcessPattern processes, long thousandths, String origin) implements ProgramLimit {

    private static final String ANY = "--cpu";
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,6})(?:\\.(\\d)0*)? ?%?");

    /** {@code 50}, {@code 150%} or {@code web=12.5}. */
    static CpuLimit of(String text) {
        int equals = text.lastIndexOf('=');
        long thousandths = parse(text.substring(equals + 1).strip());
        if (equals < 0) {
            return new CpuLimit(ProcessPattern.parse("*"), thousandths, ANY);
        }
        String name = text.substring(0, equals).strip();
        return new CpuLimit(ProcessPattern.parse(name), thousandths, ANY + " " + name);
    }

    private static long parse(String text) {
        Matcher matcher = PERCENT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no percentage of one core; write for example 80, 150%"
                    + " or web=80, with at most one decimal place");
        }
        long tenths = matcher.group(2) == null ? 0 : Long.parseLong(matcher.group(2));
        long thousandths = Long.parseLong(matcher.group(1)) * 10 + tenths;
        if (thousandths == 0) {
            throw new IllegalArgumentException("'" + text + "' is out of range; a limit must be greater than 0");
        }
        return thousandths;
    }

    @Override
    public boolean isOfAny() {
        return origin.equals(ANY);
    }

    @Override
    public long amount() {
        return thousandths;
    }

    @Override
    public String toString() {
        return CpuMeter.percent(thousandths) + " (" + origin + ")";
    }
}
