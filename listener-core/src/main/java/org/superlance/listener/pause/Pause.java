package org.superlance.listener.pause;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.ShortHash;
import org.superlance.listener.util.TextSanitizer;

/**
 * Programs are paused: nothing is restarted and nothing is told of them. There is always an end.
 *
 * @param programs as the user named them
 * @param begin when it was first asked for
 * @param end when it ends by itself, at most {@link #MAX} after the last change of it
 * @param by the user who asked for it
 * @param except those of the programs that were resumed since
 * @param resumed who has ended it before its time, and when; empty if nobody has
 */
public record Pause(
        ProcessPattern programs,
        Instant begin,
        Instant end,
        String by,
        List<ProcessPattern> except,
        Optional<Resumption> resumed) {

    /** Every program, and what is about none. */
    public static final ProcessPattern ALL = ProcessPattern.parse("*");

    /** How long a pause lasts that is asked for without a duration. */
    public static final Duration DEFAULT = Duration.ofHours(1);

    /** How long one lasts at most: what is forgotten must not last for ever. */
    public static final Duration MAX = Duration.ofDays(7);

    /** The end of a shorter one is told to the second. */
    private static final Duration SHORT = Duration.ofMinutes(10);

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int MAX_EXCEPTIONS = 100;
    private static final int MAX_NAME_LENGTH = 200;

    /** @throws IllegalArgumentException with a sentence if it has no end, or a later one than any pause has */
    public Pause {
        except = List.copyOf(except);
        if (!end.isAfter(begin)) {
            throw new IllegalArgumentException("its end is not after its begin");
        }
        if (except.size() > MAX_EXCEPTIONS) {
            throw new IllegalArgumentException("more than " + MAX_EXCEPTIONS + " programs are resumed");
        }
    }

    /** A new pause. */
    public static Pause of(ProcessPattern programs, Instant begin, Duration length, String by) {
        return new Pause(programs, begin, begin.plus(length), by, List.of(), Optional.empty());
    }

    /**
     * The end of a pause before its time.
     *
     * @param by the user
     */
    public record Resumption(Instant at, String by) {}

    /** Whether the program is one of those that are paused, at whatever time. */
    public boolean covers(Namespec program) {
        return programs.matches(program) && !ProcessPattern.anyMatches(except, program);
    }

    /** Whether it is about every program, but for those that were resumed. */
    public boolean isOfAll() {
        return isAll(programs);
    }

    /** Whether the pattern names every program. */
    public static boolean isAll(ProcessPattern pattern) {
        return List.of("*", "*:*", "*:").contains(pattern.toString());
    }

    /** Whether it has neither been ended nor reached its end. */
    public boolean isOpen(Instant now) {
        return resumed.isEmpty() && now.isBefore(end);
    }

    /** The same without these programs. */
    public Pause without(ProcessPattern some) {
        List<ProcessPattern> all =
                Stream.concat(except.stream(), Stream.of(some)).distinct().toList();
        return new Pause(programs, begin, end, by, all, resumed);
    }

    /** The same, ended before its time. */
    public Pause resumed(Instant at, String user) {
        return new Pause(programs, begin, end, by, except, Optional.of(new Resumption(at, user)));
    }

    /** Without the day if that is today: {@code 22:10}, {@code 2026-11-29 06:00}; with seconds if the pause is short. */
    private String shown(Instant time, Instant now, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(time, zone);
        boolean today =
                local.toLocalDate().equals(LocalDateTime.ofInstant(now, zone).toLocalDate());
        boolean isShort = Duration.between(begin, end).compareTo(SHORT) < 0;
        String clock = (isShort ? SECONDS : MINUTES).format(local);
        return today ? clock : local.toLocalDate() + " " + clock;
    }

    /** {@code paused until 22:10 by root}. */
    public String clause(Instant now, ZoneId zone) {
        return "paused until " + shown(end, now, zone) + " by " + by;
    }

    /** The programs for people: {@code all programs}, {@code web:* but for web:w1}. */
    public String subject() {
        String named = isOfAll() ? "all programs" : printable(programs.toString());
        return except.isEmpty()
                ? named
                : named + " but for "
                        + String.join(
                                ", ",
                                except.stream()
                                        .map(pattern -> printable(pattern.toString()))
                                        .toList());
    }

    private static String printable(String text) {
        return TextSanitizer.singleLine(text, MAX_NAME_LENGTH);
    }

    /** The name of its file: the same for the same programs, and so a second pause of them takes its place. */
    String fileName() {
        String readable = programs.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
        return readable.substring(0, Math.min(60, readable.length())) + "-" + ShortHash.of(programs.toString())
                + PauseFiles.SUFFIX;
    }

    /** As a file; see {@link #parse}. */
    String format() {
        StringBuilder text = new StringBuilder();
        line(text, Key.PROGRAMS, programs.toString());
        line(text, Key.BEGIN, begin.toString());
        line(text, Key.END, end.toString());
        line(text, Key.BY, by);
        except.forEach(pattern -> line(text, Key.EXCEPT, pattern.toString()));
        resumed.ifPresent(early -> {
            line(text, Key.RESUMED, early.at().toString());
            line(text, Key.RESUMED_BY, early.by());
        });
        return text.toString();
    }

    private static void line(StringBuilder text, Key key, String value) {
        text.append(key.word).append(": ").append(value).append('\n');
    }

    /**
     * Reads what {@link #format} has written; lines of other versions are read over.
     *
     * @throws IllegalArgumentException with a clause if it is no pause
     */
    static Pause parse(String text) {
        List<String> lines = text.lines().toList();
        Instant begin = time(lines, Key.BEGIN).orElseThrow(() -> missing(Key.BEGIN));
        Instant end = time(lines, Key.END).orElseThrow(() -> missing(Key.END));
        Optional<Instant> early = time(lines, Key.RESUMED);
        return new Pause(
                ProcessPattern.parse(value(lines, Key.PROGRAMS).orElseThrow(() -> missing(Key.PROGRAMS))),
                begin,
                end,
                value(lines, Key.BY).orElse("unknown"),
                values(lines, Key.EXCEPT).stream().map(ProcessPattern::parse).toList(),
                early.map(at -> new Resumption(at, value(lines, Key.RESUMED_BY).orElse("unknown"))));
    }

    private static IllegalArgumentException missing(Key key) {
        return new IllegalArgumentException("it has no line '" + key.word + ": ...'");
    }

    private static Optional<String> value(List<String> lines, Key key) {
        return values(lines, key).stream().findFirst();
    }

    private static List<String> values(List<String> lines, Key key) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(key.word + ":")) {
                values.add(printable(line.substring(key.word.length() + 1).strip()));
            }
        }
        return values;
    }

    private static Optional<Instant> time(List<String> lines, Key key) {
        try {
            return value(lines, key).map(text -> DateTimeFormatter.ISO_INSTANT.parse(text, Instant::from));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(key.word + " is not a time such as 2026-11-28T21:10:00Z", e);
        }
    }

    /** {@code web:* paused until 22:10 by root, since 21:10}. */
    public String describe(Instant now, ZoneId zone) {
        return subject() + " " + clause(now, zone) + ", since " + shown(begin, now, zone);
    }

    /** {@code web:* paused for 1h by root}. */
    String length() {
        return Durations.format(Duration.between(begin, end));
    }

    /** What a line of the file begins with. */
    private enum Key {
        PROGRAMS("Programs"),
        BEGIN("Begin"),
        END("End"),
        BY("By"),
        EXCEPT("Except"),
        RESUMED("Resumed"),
        RESUMED_BY("Resumed-By");

        private final String word;

        Key(String word) {
            this.word = word;
        }
    }
}
