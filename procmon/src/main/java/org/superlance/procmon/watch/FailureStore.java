package org.superlance.procmon.watch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.LogOnce;
import org.superlance.procmon.policy.FailureHistory;
import org.superlance.procmon.policy.RestartDecision.ScheduledRestart;

/**
 * What is known of programs, in a file for the listener's next life: a line for each, with its name, when it is to be
 * started, after which delay, and its failures. Without a directory nothing is kept.
 */
final class FailureStore {

    private static final Logger LOG = LoggerFactory.getLogger(FailureStore.class);
    private static final String NAME = "programs";
    private static final int MAX_SIZE = 8 << 20;
    private static final int MAX_PROCESSES = 20_000;
    private static final int FIELDS = 4;
    private static final String NONE = "-";
    /** Longer than any delay that can be asked for; with it, no sum of times overflows. */
    private static final Duration MAX_DELAY = Duration.ofDays(36_500);

    private final Optional<Path> file;
    private String written = "";
    private final LogOnce failing = new LogOnce();

    FailureStore(Optional<Path> directory) {
        this.file = directory.map(path -> path.resolve(NAME));
    }

    /** Reads what an earlier life has written; what cannot be understood is named in the log and left out. */
    List<WatchedProcess> read() {
        if (file.isEmpty() || !Files.exists(file.get())) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file.get())) {
            byte[] content = in.readNBytes(MAX_SIZE + 1);
            if (content.length > MAX_SIZE) {
                throw new IOException("it is larger than any that this listener writes");
            }
            return parse(new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn(
                    "{} does not tell which programs have failed ({}); all delays begin anew",
                    file.get(),
                    e.getMessage());
            return List.of();
        }
    }

    private List<WatchedProcess> parse(String text) {
        List<WatchedProcess> processes = new ArrayList<>();
        List<String> lines = text.lines().limit(MAX_PROCESSES).toList();
        for (String line : lines) {
            try {
                processes.add(process(line.split("\t", FIELDS)));
            } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
                LOG.warn("a line of {} is none that this listener writes, and is left out", NAME);
                LOG.debug("it says '{}'", line, e);
            }
        }
        return processes;
    }

    private static WatchedProcess process(String... fields) {
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("it has " + fields.length + " fields");
        }
        Namespec name = Namespec.parse(URLDecoder.decode(fields[0], StandardCharsets.UTF_8));
        FailureHistory failures = FailureHistory.parse(fields[3]);
        return new WatchedProcess(name, failures, fields[1].equals(NONE) ? null : next(fields[1], fields[2], failures));
    }

    private static ScheduledRestart next(String at, String delay, FailureHistory failures) {
        Duration wait = Duration.parse(delay);
        if (wait.isNegative() || wait.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException("a delay of " + wait);
        }
        return new ScheduledRestart(
                failures, wait, Instant.parse(at), "failure " + failures.consecutive() + " in a row");
    }

    /** Writes it if it is news. When this returns, it is on disk, or the log says why not. */
    void write(Collection<WatchedProcess> processes) {
        if (file.isEmpty()) {
            return;
        }
        String text = text(processes);
        if (text.equals(written)) {
            return;
        }
        try {
            AtomicFile.write(file.get(), text);
            written = text;
            failing.clear();
        } catch (IOException e) {
            if (failing.raise()) {
                LOG.error(
                        "cannot write {} ({}); if this listener is restarted, all delays begin anew: see that the"
                                + " directory can be written and the disk is not full",
                        file.get(),
                        e.getMessage());
            }
        }
    }

    private static String text(Collection<WatchedProcess> processes) {
        StringBuilder text = new StringBuilder();
        for (WatchedProcess process : processes) {
            ScheduledRestart next = process.next().orElse(null);
            text.append(URLEncoder.encode(process.name().toString(), StandardCharsets.UTF_8))
                    .append('\t')
                    .append(orNone(next == null ? null : next.at()))
                    .append('\t')
                    .append(orNone(next == null ? null : next.delay()))
                    .append('\t')
                    .append(process.failures().text())
                    .append('\n');
        }
        return text.toString();
    }

    private static Object orNone(@Nullable Object value) {
        return value == null ? NONE : value;
    }
}
