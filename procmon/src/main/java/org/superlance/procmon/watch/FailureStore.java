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
 * The failures and scheduled restarts of programs, in a file for the next run of this listener: one line per program, with its
 * name, the time and the delay of its next start, and its failures. Does nothing without a directory.
 */
final class FailureStore {

    private static final Logger LOG = LoggerFactory.getLogger(FailureStore.class);
    private static final String NAME = "programs";
    private static final int MAX_SIZE = 8 << 20;
    private static final int MAX_PROCESSES = 20_000;
    private static final int FIELDS = 4;
    private static final String NONE = "-";
    /** Longer than any delay that options allow, and short enough for sums of times not to overflow. */
    private static final Duration MAX_DELAY = Duration.ofDays(36_500);

    private final Optional<Path> file;
    private String written = "";
    private final LogOnce failing = new LogOnce();

    FailureStore(Optional<Path> directory) {
        this.file = directory.map(path -> path.resolve(NAME));
    }

    /** Reads what a previous run has written; logs and leaves out invalid lines. */
    List<WatchedProcess> read() {
        if (file.isEmpty() || !Files.exists(file.get())) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file.get())) {
            byte[] content = in.readNBytes(MAX_SIZE + 1);
            if (content.length > MAX_SIZE) {
                throw new IOException("it is too large");
            }
            return parse(new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("cannot read {}: {}; all restart delays start over", file.get(), e.getMessage());
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
                LOG.warn("ignoring an invalid line in {}", NAME);
                LOG.debug("invalid line: '{}'", line, e);
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

    /** Writes it if it has changed. When this returns, it is on disk, or an error was logged. */
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
                        "cannot write {}: {}; when this listener is restarted, all restart delays start over: check permissions"
                                + " and disk space",
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
