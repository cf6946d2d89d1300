package org.superlance.httpok;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.Threads;

/**
 * Checks that a file was touched not longer ago than a limit. A process that has run for less than that is not blamed: the
 * file may be of the process before it. The file is never opened.
 *
 * @param file absolute
 * @param timeout for the file system to answer
 */
record HeartbeatProbe(Path file, Duration limit, Duration timeout, FileTimes times, HeartbeatLog log) implements Probe {

    /** A file's time may be ahead by what another machine's clock differs, and by rounding. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    @Override
    public String target() {
        return "heartbeat " + file;
    }

    @Override
    public ProbeResult run() {
        try {
            Instant modified = times.lastModified(file, timeout);
            return judge(log.age(file, modified), log.ahead(modified));
        } catch (NoSuchFileException e) {
            return ProbeResult.bad(Cause.HEARTBEAT, "missing", target() + ": the file is missing")
                    .withPatience(limit);
        } catch (NotDirectoryException e) {
            return ProbeResult.undecided("cannot check " + target() + ": " + e.getFile() + " is not a directory");
        } catch (IOException e) {
            return ProbeResult.undecided("cannot check " + target() + ": " + AtomicFile.reason(e));
        } catch (IndeterminateException e) {
            return ProbeResult.undecided("cannot check " + target() + ": " + e.getMessage());
        }
    }

    private ProbeResult judge(Duration age, Duration ahead) {
        String shown = Durations.format(age);
        String hint = ahead.compareTo(TOLERANCE) > 0
                ? "; the time of the file is " + Durations.format(ahead) + " ahead of the clock"
                : "";
        return age.compareTo(limit) > 0
                ? ProbeResult.bad(
                                Cause.HEARTBEAT,
                                shown,
                                target() + ": not touched for " + shown + ", more than " + Durations.format(limit)
                                        + hint)
                        .withPatience(limit)
                : ProbeResult.good(Cause.HEARTBEAT, shown, target() + ": touched " + shown + " ago" + hint);
    }

    /**
     * Reads when files were modified, each in a thread of its own: a file system on another machine may never answer, and no
     * more than one thread waits for a file. Thread-safe.
     */
    static final class FileTimes {

        private final TrustedPath paths;
        private final Map<Path, FutureTask<Instant>> pending = new ConcurrentHashMap<>();

        FileTimes(TrustedPath paths) {
            this.paths = paths;
        }

        /** @throws IndeterminateException with a clause for an operator if it cannot be told */
        Instant lastModified(Path file, Duration timeout) throws IOException, IndeterminateException {
            FutureTask<Instant> look = pending.computeIfAbsent(file, this::start);
            try {
                Instant modified = look.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                pending.remove(file, look);
                return modified;
            } catch (TimeoutException e) {
                throw new IndeterminateException("its file system did not answer within " + Durations.format(timeout));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IndeterminateException("this listener is exiting");
            } catch (ExecutionException e) {
                pending.remove(file, look);
                throw failure(requireNonNull(e.getCause(), "the fault of a task"));
            }
        }

        private static IOException failure(Throwable cause) throws IndeterminateException {
            if (cause instanceof IndeterminateException undecided) {
                throw undecided;
            }
            return cause instanceof IOException io ? io : new IOException(cause);
        }

        private FutureTask<Instant> start(Path file) {
            FutureTask<Instant> look = new FutureTask<>(() -> look(file));
            Threads.start("heartbeat-look", look);
            return look;
        }

        /** Follows links as far as nobody else can set them: another user could have any file of this machine looked at. */
        private Instant look(Path file) throws IOException, IndeterminateException {
            TrustedPath.Resolution found = paths.resolve(file);
            Path current = found.trusted();
            for (Path name : found.rest()) {
                current = current.resolve(name);
                if (Files.isSymbolicLink(current)) {
                    throw new IndeterminateException(current + " is a symbolic link that another user can change ("
                            + found.objection().orElse("") + "): name the file itself");
                }
            }
            return Files.getLastModifiedTime(found.path(), LinkOption.NOFOLLOW_LINKS)
                    .toInstant();
        }
    }

    /**
     * The file of the command line: for all processes, or one with fields for each.
     *
     * @param file may be relative to the directory of this listener
     */
    record HeartbeatTemplate(ProcessTemplate file, Duration limit, Duration timeout, FileTimes times, HeartbeatLog log)
            implements ProbeTemplate {

        @Override
        public String target() {
            return "heartbeat " + file.text();
        }

        @Override
        public String expected() {
            return Durations.format(limit);
        }

        @Override
        public Set<Cause> causes() {
            return EnumSet.of(Cause.HEARTBEAT);
        }

        @Override
        public boolean hasFields() {
            return file.hasFields();
        }

        @Override
        public String place() {
            return file.where();
        }

        @Override
        public boolean needsPid() {
            return file.needsPid();
        }

        @Override
        public Probe sample() {
            return probe(file.sample());
        }

        @Override
        public Probe of(ProcessInfo process) throws IndeterminateException {
            return probe(file.of(process));
        }

        private Probe probe(String filled) {
            return new HeartbeatProbe(Path.of(filled).toAbsolutePath(), limit, timeout, times, log);
        }
    }
}
