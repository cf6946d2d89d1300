package org.superlance.listener.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.GuardedDirectory;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.status.ListenerStatus.Activity;
import org.superlance.listener.status.ListenerStatus.Condition;
import org.superlance.listener.status.ListenerStatus.Identity;
import org.superlance.listener.status.ListenerStatus.Problem;
import org.superlance.listener.status.ListenerStatus.ProgramStatus;
import org.superlance.listener.status.ListenerStatus.ReceiverStatus;
import org.superlance.listener.status.ListenerStatus.StandingState;
import org.superlance.listener.status.ListenerStatus.State;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.UtcTime;

/**
 * The status of a listener as a file that people can read: lines of a name, a colon and a value, times in ISO 8601, UTC.
 * What has several values has a line for each, its parts separated by tabs. Whoever reads it ignores names that it does
 * not know, and parts behind those that it knows: later versions may add both.
 */
public final class StatusFile {

    /** Its name in the directory of a listener. */
    public static final String NAME = "status";

    private static final int MAX_SIZE = 512 << 10;
    private static final int MAX_TEXT = 500;
    private static final int MAX_LINES = 2_000;
    private static final String FORMAT = "1";
    private static final String SEPARATOR = ": ";
    private static final String TAB = "\t";

    private StatusFile() {}

    /** Replaces the file in the directory; after a crash of the machine it may be missing or empty. */
    public static void write(Path directory, ListenerStatus status) throws IOException {
        AtomicFile.replace(directory.resolve(NAME), encode(status).getBytes(UTF_8));
    }

    /**
     * Reads the file in the directory of any listener; it may have been written by anybody.
     *
     * @return empty if there is none
     * @throws IOException if it cannot be read, or is not a status
     */
    public static Optional<ListenerStatus> read(Path directory) throws IOException {
        try (GuardedDirectory guarded = new TrustedPath().open(directory.toAbsolutePath())) {
            return Optional.of(decode(new String(guarded.read(Path.of(NAME), MAX_SIZE), UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException(directory.resolve(NAME) + " is not a status: " + e.getMessage(), e);
        }
    }

    static String encode(ListenerStatus status) {
        StringBuilder lines = new StringBuilder();
        Identity identity = status.identity();
        line(lines, "Format", FORMAT);
        line(lines, "Command", identity.id().command());
        line(lines, "Listener", identity.id().group() + ":" + identity.id().name());
        line(lines, "Supervisord", identity.id().server());
        line(lines, "Process", identity.process());
        line(lines, "Version", identity.version());
        line(lines, "Java", identity.java());
        line(lines, "Pid", Long.toString(identity.pid()));
        line(lines, "User", identity.user());
        line(lines, "Options", identity.options());
        line(lines, "Started", UtcTime.format(identity.started()));
        line(lines, "State", lower(status.state()));
        activity(lines, status.activity());
        status.programs()
                .forEach(program -> line(
                        lines,
                        "Program",
                        lower(program.condition()),
                        program.name(),
                        Long.toString(program.pid()),
                        program.value(),
                        program.limit(),
                        program.reason()));
        line(lines, "More-Programs", Integer.toString(status.morePrograms()));
        status.receivers()
                .forEach(receiver -> line(
                        lines,
                        "Receiver",
                        receiver.spool(),
                        Integer.toString(receiver.waiting()),
                        receiver.oldest().map(UtcTime::format).orElse(""),
                        receiver.label(),
                        receiver.trouble()
                                .map(trouble -> UtcTime.format(trouble.time()))
                                .orElse(""),
                        receiver.trouble().map(Problem::text).orElse("")));
        status.standing()
                .forEach(state -> line(
                        lines,
                        "Standing",
                        UtcTime.format(state.since()),
                        state.subject(),
                        state.event(),
                        state.program()));
        line(lines, "Failures", Integer.toString(status.failures()));
        status.problem().ifPresent(problem -> line(lines, "Problem", UtcTime.format(problem.time()), problem.text()));
        return lines.toString();
    }

    private static void activity(StringBuilder lines, Activity activity) {
        line(lines, "Written", UtcTime.format(activity.written()));
        activity.lastEvent().ifPresent(time -> line(lines, "Last-Event", UtcTime.format(time)));
        activity.lastTick().ifPresent(time -> line(lines, "Last-Tick", UtcTime.format(time)));
        activity.checkBegun().ifPresent(time -> line(lines, "Check-Begun", UtcTime.format(time)));
        activity.lastCheck().ifPresent(time -> line(lines, "Last-Check", UtcTime.format(time)));
        activity.checkDuration().ifPresent(time -> line(lines, "Check-Duration", time.toString()));
        line(lines, "Watched", Integer.toString(activity.watched()));
    }

    private static void line(StringBuilder lines, String name, String... parts) {
        lines.append(name);
        String separator = SEPARATOR;
        for (String part : parts) {
            lines.append(separator).append(TextSanitizer.singleLine(part, MAX_TEXT));
            separator = TAB;
        }
        lines.append('\n');
    }

    static ListenerStatus decode(String text) {
        Lines lines = Lines.of(text);
        return new ListenerStatus(
                identity(lines),
                State.valueOf(lines.one("State").toUpperCase(Locale.ROOT)),
                new Activity(
                        Instant.parse(lines.one("Written")),
                        lines.time("Last-Event"),
                        lines.time("Last-Tick"),
                        lines.time("Check-Begun"),
                        lines.time("Last-Check"),
                        lines.optional("Check-Duration").map(Duration::parse),
                        lines.number("Watched")),
                lines.all("Program").stream()
                        .limit(ListenerStatus.MAX_PROGRAMS)
                        .map(Parts::program)
                        .toList(),
                lines.number("More-Programs"),
                lines.all("Receiver").stream().map(Parts::receiver).toList(),
                lines.all("Standing").stream()
                        .map(parts -> new StandingState(
                                parts.time(0).orElse(Instant.EPOCH), parts.get(1), parts.get(2), parts.get(3)))
                        .toList(),
                lines.number("Failures"),
                lines.all("Problem").stream()
                        .findFirst()
                        .map(parts -> new Problem(parts.time(0).orElse(Instant.EPOCH), parts.get(1))));
    }

    private static Identity identity(Lines lines) {
        String listener = lines.one("Listener");
        int colon = listener.indexOf(':');
        return new Identity(
                new ListenerId(
                        lines.one("Command"),
                        listener.substring(0, Math.max(0, colon)),
                        listener.substring(colon + 1),
                        lines.one("Supervisord")),
                lines.one("Process"),
                lines.one("Version"),
                lines.one("Java"),
                Long.parseLong(lines.one("Pid")),
                lines.one("User"),
                lines.one("Options"),
                Instant.parse(lines.one("Started")));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The lines of a file, by name. */
    private record Lines(Map<String, List<Parts>> byName) {

        static Lines of(String text) {
            Map<String, List<Parts>> byName = new LinkedHashMap<>();
            text.lines().limit(MAX_LINES).forEach(line -> {
                int separator = line.indexOf(SEPARATOR);
                if (separator > 0) {
                    byName.computeIfAbsent(line.substring(0, separator), name -> new ArrayList<>())
                            .add(new Parts(line.substring(separator + SEPARATOR.length())
                                    .split(TAB, -1)));
                }
            });
            return new Lines(byName);
        }

        List<Parts> all(String name) {
            return byName.getOrDefault(name, List.of());
        }

        Optional<String> optional(String name) {
            return all(name).stream().findFirst().map(parts -> parts.get(0));
        }

        String one(String name) {
            return optional(name).orElseThrow(() -> new IllegalArgumentException("there is no line " + name));
        }

        Optional<Instant> time(String name) {
            return optional(name).map(Instant::parse);
        }

        int number(String name) {
            return optional(name).map(Integer::parseInt).orElse(0);
        }
    }

    /** The value of a line: its parts. */
    private record Parts(List<String> values) {

        Parts(String... values) {
            this(List.of(values));
        }

        /** Empty if there is none. */
        String get(int index) {
            return index < values.size() ? values.get(index) : "";
        }

        Optional<Instant> time(int index) {
            return get(index).isEmpty() ? Optional.empty() : Optional.of(Instant.parse(get(index)));
        }

        ProgramStatus program() {
            return new ProgramStatus(
                    Condition.valueOf(get(0).toUpperCase(Locale.ROOT)),
                    get(1),
                    Long.parseLong(get(2)),
                    get(3),
                    get(4),
                    get(5));
        }

        ReceiverStatus receiver() {
            return new ReceiverStatus(
                    get(0), get(3), Integer.parseInt(get(1)), time(2), time(4).map(time -> new Problem(time, get(5))));
        }
    }
}
