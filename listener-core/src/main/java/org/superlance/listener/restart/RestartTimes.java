package org.superlance.listener.restart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.SpoolDirectory.Access;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Comparators;
import org.superlance.listener.util.LogOnce;
import org.superlance.listener.util.TextLines;
import org.superlance.listener.util.TextSanitizer;

/**
 * When each process was restarted, for {@code --max-restarts} in the next life of the listener: a file with one line for each
 * restart, its process and its time. In memory all times are of a clock that nobody sets; those in the file are of the
 * machine's clock. For one thread.
 */
public final class RestartTimes {

    /** Of the file. */
    static final String NAME = "restart-times";

    /** The newest are kept. */
    static final int MAX_RESTARTS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RestartTimes.class);
    private static final int MAX_SIZE = 8 << 20;
    private static final int MAX_REASON_LENGTH = 200;

    private final Optional<Path> directory;
    private final Access access;
    private final InstantSource clock;
    private final LogOnce unwritable = new LogOnce();
    private boolean loaded;

    /**
     * Touches nothing yet.
     *
     * @param directory of the file {@code restart-times}
     * @param access whether and how the directory may be used
     * @param clock of the machine
     */
    public RestartTimes(Path directory, Access access, InstantSource clock) {
        this(Optional.of(directory), access, clock);
    }

    private RestartTimes(Optional<Path> directory, Access access, InstantSource clock) {
        this.directory = directory;
        this.access = access;
        this.clock = clock;
    }

    /** For a listener without a state directory: keeps nothing. */
    public static RestartTimes none() {
        return new RestartTimes(Optional.empty(), Access.UNRESTRICTED, Instant::now);
    }

    private record Restart(Namespec name, Instant at) {}

    /**
     * Reads what an earlier life has left, once, as soon as the directory can be used; nothing if that is damaged. A time to
     * come was written before somebody has set the clock back: that restart counts as one of now.
     *
     * @param now by the clock that nobody sets, as the times that are returned
     */
    Map<Namespec, List<Instant>> load(Instant now) {
        if (loaded || directory.isEmpty() || !access.isOwned()) {
            return Map.of();
        }
        loaded = true;
        Instant today = clock.instant();
        Map<Namespec, List<Instant>> byName = new HashMap<>();
        for (Restart restart : read(directory.get().resolve(NAME))) {
            Duration age = Duration.between(restart.at(), today);
            byName.computeIfAbsent(restart.name(), name -> new ArrayList<>())
                    .add(age.isNegative() ? now : now.minus(age));
        }
        return byName;
    }

    private static List<Restart> read(Path file) {
        try {
            List<String> lines = TextLines.of(new String(AtomicFile.read(file, MAX_SIZE), UTF_8));
            List<Restart> restarts = new ArrayList<>();
            for (String line : lines.subList(0, Math.min(MAX_RESTARTS, lines.size()))) {
                restarts.add(parse(line));
            }
            return restarts;
        } catch (NoSuchFileException e) {
            LOG.debug("{} does not exist", file);
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}; --max-restarts counts from now on", file, AtomicFile.reason(e));
        } catch (IllegalArgumentException | DateTimeException e) {
            LOG.warn(
                    "{} is damaged: {}; --max-restarts counts from now on",
                    file,
                    TextSanitizer.singleLine(String.valueOf(e.getMessage()), MAX_REASON_LENGTH));
        }
        return List.of();
    }

    private static Restart parse(String line) {
        int tab = line.indexOf('\t');
        if (tab < 0) {
            throw new IllegalArgumentException("a line without a time");
        }
        Instant at = Instant.parse(line.substring(tab + 1));
        // the difference of two times must be one
        if (at.isBefore(Instant.EPOCH)) {
            throw new IllegalArgumentException("a restart at " + at);
        }
        return new Restart(Namespec.parse(URLDecoder.decode(line.substring(0, tab), UTF_8)), at);
    }

    /**
     * Keeps these. When this returns, they are on disk, or it was logged that they are not.
     *
     * @param times of restarts that still count, by the clock that nobody sets
     * @param now by the same clock
     */
    void write(Map<Namespec, List<Instant>> times, Instant now) {
        if (directory.isEmpty() || !loaded) {
            return;
        }
        Instant today = clock.instant();
        List<Restart> all = new ArrayList<>();
        times.forEach((name, restarts) ->
                restarts.forEach(at -> all.add(new Restart(name, today.minus(Duration.between(at, now))))));
        all.sort(Comparators.comparing(Restart::at));
        String text = all.stream()
                .skip(Math.max(0, all.size() - MAX_RESTARTS))
                .map(restart -> URLEncoder.encode(restart.name().toString(), UTF_8) + "\t" + restart.at() + "\n")
                .collect(Collectors.joining());
        try {
            access.prepare(directory.get());
            AtomicFile.write(directory.get().resolve(NAME), text);
            unwritable.clear();
        } catch (IOException e) {
            if (unwritable.raise()) {
                LOG.error(
                        "{} cannot be written: {}; if this listener is restarted, --max-restarts counts from then on",
                        directory.get().resolve(NAME),
                        AtomicFile.reason(e));
            }
        }
    }
}
