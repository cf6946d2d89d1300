package org.superlance.listener.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.LogOnce;
import org.superlance.listener.util.TextLines;

/**
 * The file of a {@link FailureLedger}: one line an entry, fields separated by tabs, times in milliseconds since 1970. It is
 * replaced as a whole, so that after any crash it is the old one or the new one. A file that cannot be read is passed over:
 * then a death may be reported twice, which is better than never.
 */
final class LedgerFile {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);
    private static final String NAME = "ledger";
    private static final String HEADER = "superlance-ledger\t1";
    private static final int MAX_SIZE = 16 << 20;

    private final Optional<Path> path;
    private final LogOnce unwritable = new LogOnce();

    /** @param directory of the listener; empty where there is none: then a ledger lives as long as the listener */
    LedgerFile(Optional<Path> directory) {
        this.path = directory.map(parent -> parent.resolve(NAME));
    }

    /**
     * What a ledger knows.
     *
     * @param supervisor which one it is of; empty if that could not be known
     * @param since when the first life of the listener began
     * @param serial of the last event of that supervisord; -1 for none
     * @param poolSerial the same in the listener's pool
     * @param mark how far supervisord's log was read
     */
    record LedgerState(
            String supervisor,
            Instant since,
            long serial,
            long poolSerial,
            SupervisordLog.Mark mark,
            List<KnownProcess> processes,
            List<Death> deaths,
            List<Suspect> suspects) {

        /** Of a listener that has looked at nothing yet. */
        static LedgerState empty(Instant since) {
            return new LedgerState("", since, -1, -1, SupervisordLog.Mark.NONE, List.of(), List.of(), List.of());
        }
    }

    /**
     * A process as the table has shown it last.
     *
     * @param pid 0 if it did not run
     * @param seen when that was
     */
    record KnownProcess(Namespec name, ProcessState state, long pid, Instant start, Instant stop, Instant seen) {

        static KnownProcess of(ProcessInfo process) {
            return new KnownProcess(
                    process.name(), process.state(), process.pid(), process.start(), process.stop(), process.now());
        }

        boolean isSameAs(KnownProcess other) {
            return state == other.state && pid == other.pid && start.equals(other.start) && stop.equals(other.stop);
        }
    }

    /**
     * A failure that is reported.
     *
     * @param serial of its event, when that has come
     * @param logged the time of its line in supervisord's log, when that was read
     * @param supervisor the one that it has happened under
     */
    record Death(
            String id,
            FailureType type,
            Namespec process,
            OptionalLong pid,
            OptionalLong serial,
            Instant time,
            Optional<Instant> logged,
            String supervisor) {

        Death withEvent(OptionalLong eventSerial, OptionalLong eventPid) {
            return new Death(
                    id,
                    type,
                    process,
                    pid.isPresent() ? pid : eventPid,
                    serial.isPresent() ? serial : eventSerial,
                    time,
                    logged,
                    supervisor);
        }

        Death withLogged(Instant logTime) {
            return new Death(id, type, process, pid, serial, time, Optional.of(logTime), supervisor);
        }
    }

    /**
     * A process that was replaced by another and of whose end nothing is known.
     *
     * @param pid 0 if it is not known
     * @param ran whether it was RUNNING, as far as can be known
     * @param after when it was last seen alive
     * @param until when it had ended
     * @param seen when that was noticed
     */
    record Suspect(Namespec process, long pid, boolean ran, Instant after, Instant until, Instant seen) {

        /**
         * The end of the process before this one.
         *
         * @param before as it was seen last; null if it never was
         * @param since when looking has begun
         */
        static Suspect of(@Nullable KnownProcess before, ProcessInfo now, Instant since) {
            Instant after = before == null ? since : before.seen();
            boolean stopIsKnown =
                    !now.stop().isBefore(after.minusSeconds(1)) && !now.stop().isAfter(now.now());
            return new Suspect(
                    now.name(),
                    before == null ? 0 : before.pid(),
                    (before != null && before.state() == ProcessState.RUNNING)
                            || now.state() == ProcessState.RUNNING
                            || now.state() == ProcessState.STARTING,
                    after,
                    stopIsKnown ? now.stop().plusSeconds(1) : now.start(),
                    now.now());
        }
    }

    /** Empty if there is none, or none that can be read. */
    Optional<LedgerState> read() {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] content = AtomicFile.read(path.get(), MAX_SIZE);
            return Optional.of(new Parser().parse(new String(content, UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "ignoring {}: {}; a crash that is reported already may be reported once more",
                    path.get(),
                    e.toString());
            return Optional.empty();
        }
    }

    /**
     * Writes when the first life of the listener began, unless there is a file: a listener that is killed before it has looked
     * at anything must not miss what was before its next life.
     */
    void begin(Instant since) {
        if (path.isPresent() && !Files.exists(path.get(), LinkOption.NOFOLLOW_LINKS)) {
            write(LedgerState.empty(since));
        }
    }

    /** Replaces it; where that fails, a line in the log says so once. */
    void write(LedgerState state) {
        if (path.isEmpty()) {
            return;
        }
        try {
            AtomicFile.write(path.get(), format(state));
            unwritable.clear();
        } catch (IOException e) {
            if (unwritable.raise()) {
                LOG.error(
                        "cannot write {}: {}; if this listener is killed, a crash may be reported twice",
                        path.get(),
                        AtomicFile.reason(e));
            }
        }
    }

    private static String format(LedgerState state) {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        line(text, "supervisor", state.supervisor());
        line(text, "since", millis(state.since()));
        line(text, "serials", Long.toString(state.serial()), Long.toString(state.poolSerial()));
        line(text, "mark", millis(state.mark().time()), state.mark().line());
        for (KnownProcess process : state.processes()) {
            line(
                    text,
                    "process",
                    process.name().group(),
                    process.name().name(),
                    process.state().name(),
                    Long.toString(process.pid()),
                    millis(process.start()),
                    millis(process.stop()),
                    millis(process.seen()));
        }
        for (Death death : state.deaths()) {
            line(
                    text,
                    "death",
                    death.id(),
                    death.type().name(),
                    death.process().group(),
                    death.process().name(),
                    number(death.pid()),
                    number(death.serial()),
                    millis(death.time()),
                    death.logged().map(LedgerFile::millis).orElse(""),
                    death.supervisor());
        }
        for (Suspect suspect : state.suspects()) {
            line(
                    text,
                    "suspect",
                    suspect.process().group(),
                    suspect.process().name(),
                    Long.toString(suspect.pid()),
                    Boolean.toString(suspect.ran()),
                    millis(suspect.after()),
                    millis(suspect.until()),
                    millis(suspect.seen()));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String... fields) {
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                text.append('\t');
            }
            for (int at = 0; at < fields[i].length(); at++) {
                char character = fields[i].charAt(at);
                switch (character) {
                    case '\t' -> text.append("\\t");
                    case '\n' -> text.append("\\n");
                    case '\r' -> text.append("\\r");
                    case '\\' -> text.append("\\\\");
                    default -> text.append(character);
                }
            }
        }
        text.append('\n');
    }

    private static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "";
    }

    /** Reads the lines; what is wrong in one makes the whole file unreadable. */
    private static final class Parser {

        private String supervisor = "";
        private Instant since = Instant.EPOCH;
        private long serial = -1;
        private long poolSerial = -1;
        private SupervisordLog.Mark mark = SupervisordLog.Mark.NONE;
        private final List<KnownProcess> processes = new ArrayList<>();
        private final List<Death> deaths = new ArrayList<>();
        private final List<Suspect> suspects = new ArrayList<>();

        LedgerState parse(String text) throws IOException {
            if (!text.startsWith(HEADER + "\n")) {
                throw new IOException("not a ledger of this version");
            }
            List<String> lines = TextLines.of(text);
            for (String line : lines.subList(1, lines.size())) {
                entry(line.split("\t", -1));
            }
            return new LedgerState(supervisor, since, serial, poolSerial, mark, processes, deaths, suspects);
        }

        private void entry(String[] fields) {
            switch (fields[0]) {
                case "supervisor" -> supervisor = text(fields[1]);
                case "since" -> since = time(fields[1]);
                case "serials" -> {
                    serial = Long.parseLong(fields[1]);
                    poolSerial = Long.parseLong(fields[2]);
                }
                case "mark" -> mark = new SupervisordLog.Mark(text(fields[2]), time(fields[1]));
                case "process" ->
                    processes.add(new KnownProcess(
                            name(fields, 1),
                            ProcessState.valueOf(fields[3]),
                            Long.parseLong(fields[4]),
                            time(fields[5]),
                            time(fields[6]),
                            time(fields[7])));
                case "death" ->
                    deaths.add(new Death(
                            text(fields[1]),
                            FailureType.valueOf(fields[2]),
                            name(fields, 3),
                            number(fields[5]),
                            number(fields[6]),
                            time(fields[7]),
                            fields[8].isEmpty() ? Optional.empty() : Optional.of(time(fields[8])),
                            text(fields[9])));
                case "suspect" ->
                    suspects.add(new Suspect(
                            name(fields, 1),
                            Long.parseLong(fields[3]),
                            Boolean.parseBoolean(fields[4]),
                            time(fields[5]),
                            time(fields[6]),
                            time(fields[7])));
                default -> {} // of a later version
            }
        }

        private static Namespec name(String[] fields, int at) {
            return new Namespec(text(fields[at]), text(fields[at + 1]));
        }

        private static Instant time(String millis) {
            return Instant.ofEpochMilli(Long.parseLong(millis));
        }

        private static OptionalLong number(String text) {
            return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        }

        private static String text(String field) {
            if (field.indexOf('\\') < 0) {
                return field;
            }
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < field.length(); i++) {
                char character = field.charAt(i);
                if (character == '\\' && i + 1 < field.length()) {
                    i++;
                    character = switch (field.charAt(i)) {
                        case 't' -> '\t';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        default -> field.charAt(i);
                    };
                }
                text.append(character);
            }
            return text.toString();
        }
    }
}
