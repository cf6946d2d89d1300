package org.superlance.listener.history;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.SpoolDirectory.Access;
import org.superlance.listener.util.LogOnce;

/**
 * A history in the state directory of a listener. Events and samples have files of their own, so that neither pushes the other
 * out: a fifth of the space is for events, the rest for samples as they come, and for a summary of older ones. A worker writes;
 * what was given to it and not written when the process is killed is lost. Thread-safe.
 */
public final class FileHistory implements History, AutoCloseable {

    /** The space that a history takes unless somebody says otherwise, in bytes. */
    public static final int DEFAULT_SIZE = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(FileHistory.class);
    private static final int SEGMENTS = 4;
    private static final Duration FULL_RESOLUTION = Duration.ofDays(1);
    private static final int MAX_WAITING = 2_000;
    private static final int MAX_WAITING_SAMPLES = 100;

    private final Path directory;
    private final Access access;
    private final Executor worker;
    private final InstantSource clock;
    private final int summarySize;
    private final long samplesSize;
    private final long eventsSize;
    private final SegmentedLog events;
    private final SegmentedLog samples;
    private final SampleThinner thinner = new SampleThinner();
    private final LogOnce trouble = new LogOnce();

    // guarded by this
    private final Deque<Task> waiting = new ArrayDeque<>();
    private boolean scheduled;

    // of whoever drains, guarded by thinner
    private boolean prepared;
    private boolean tidied;
    /** Whether what follows can be understood by what is on disk. */
    private boolean begun;

    private @Nullable Instant segmentBegun;

    /** What is to be written. */
    private interface Task {

        void write() throws IOException;
    }

    /**
     * Writes nothing yet.
     *
     * @param listener the directory of the listener
     * @param access makes sure that the directory is there and owned before something is written
     * @param worker what writes; it is given one task at a time
     * @param size how much space it takes, in bytes
     */
    public FileHistory(Path listener, Access access, Executor worker, InstantSource clock, int size) {
        this.directory = listener.resolve(HistoryFiles.DIRECTORY);
        this.access = access;
        this.worker = worker;
        this.clock = clock;
        this.eventsSize = size / 5;
        this.samplesSize = size * 3L / 10;
        this.summarySize = size / 2;
        this.events = new SegmentedLog(directory, HistoryFiles.EVENTS, eventsSize / SEGMENTS);
        this.samples = new SegmentedLog(directory, HistoryFiles.SAMPLES, samplesSize / SEGMENTS);
    }

    @Override
    public void record(HistoryEvent event) {
        enqueue(MAX_WAITING, () -> write(HistoryLine.of(event).text()));
    }

    @Override
    public void record(Quantity quantity, Instant time, Collection<Sample> tick) {
        List<Sample> copy = List.copyOf(tick);
        enqueue(MAX_WAITING_SAMPLES, () -> write(quantity, time.getEpochSecond(), copy));
    }

    private void enqueue(int max, Task task) {
        synchronized (this) {
            if (waiting.size() >= max) {
                return;
            }
            waiting.add(task);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        try {
            worker.execute(this::drain);
        } catch (RejectedExecutionException e) {
            // the listener is about to end: close() writes it
            LOG.trace("no worker for the history");
        }
    }

    private void drain() {
        synchronized (thinner) {
            for (Task task = next(); task != null; task = next()) {
                if (!perform(task)) {
                    putBack(task);
                    return;
                }
            }
        }
    }

    private synchronized void putBack(Task task) {
        waiting.addFirst(task);
    }

    private synchronized @Nullable Task next() {
        Task task = waiting.poll();
        scheduled = task != null;
        return task;
    }

    /** False if the worker was interrupted, because the listener ends: {@link #close} writes it. */
    private boolean perform(Task task) {
        try {
            write(task);
            trouble.clear();
        } catch (ClosedByInterruptException e) {
            begun = false;
            return false;
        } catch (IOException e) {
            begun = false;
            if (trouble.raise()) {
                LOG.warn("cannot write the history in {}: {}", directory, AtomicFile.reason(e));
            }
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            begun = false;
            if (trouble.raise()) {
                LOG.error("internal error while writing the history in {}; continuing", directory, e);
            }
        }
        return true;
    }

    /** The directory is prepared before the first time, and when it has gone. */
    private void write(Task task) throws IOException {
        boolean first = !prepared;
        prepared = false;
        if (first) {
            access.prepare(directory);
        }
        try {
            task.write();
        } catch (NoSuchFileException e) {
            if (first) {
                throw e;
            }
            begun = false;
            access.prepare(directory);
            task.write();
        }
        prepared = true;
    }

    private void write(String line) throws IOException {
        if (events.isFull()) {
            events.appendToNew(0, List.of(line));
            events.deleteOldest(eventsSize);
        } else {
            events.append(List.of(line));
        }
    }

    private void write(Quantity quantity, long time, List<Sample> tick) throws IOException {
        if (!tidied) {
            deleteIncluded();
        }
        boolean full = samples.isFull();
        boolean anew = full || !begun;
        List<String> lines = new ArrayList<>();
        if (anew) {
            thinner.forget();
            lines.add(SampleFormat.start(time));
        }
        List<String> values = thinner.lines(quantity, time, tick);
        if (values.isEmpty()) {
            return;
        }
        lines.addAll(values);
        if (full) {
            samples.appendToNew(included(), lines);
            adapt(Instant.ofEpochSecond(time));
        } else {
            samples.append(lines);
        }
        begun = true;
        if (full || !tidied) {
            summarize();
            tidied = true;
        }
    }

    /** So that a day fits in the files, or at least comes near. */
    private void adapt(Instant now) {
        Instant before = segmentBegun;
        segmentBegun = now;
        if (before == null) {
            return;
        }
        Duration share = FULL_RESOLUTION.dividedBy(SEGMENTS);
        if (before.plus(share).isAfter(now)) {
            thinner.coarser();
        } else if (before.plus(share.multipliedBy(3)).isBefore(now)) {
            thinner.finer();
        }
    }

    /** Moves what is older than a day, or more than there is space for, from the files of samples to the summary. */
    private void summarize() throws IOException {
        List<Integer> numbers = samples.numbers();
        List<Integer> old = new ArrayList<>();
        for (int i = 0; i < numbers.size() - 1; i++) {
            List<Integer> rest = numbers.subList(i, numbers.size());
            boolean aged = samples.begin(numbers.get(i + 1))
                    .filter(end -> end.isBefore(clock.instant().minus(FULL_RESOLUTION)))
                    .isPresent();
            if (aged || samples.size(rest) > samplesSize - samplesSize / SEGMENTS) {
                old.add(numbers.get(i));
            }
        }
        if (!old.isEmpty()) {
            int last = old.get(old.size() - 1);
            SampleSummary summary = new SampleSummary();
            Path file = directory.resolve(HistoryFiles.SUMMARY);
            if (included() > 0) {
                read(file, summarySize * 2, summary);
            }
            for (int number : old) {
                read(samples.file(number), (int) samplesSize, summary);
            }
            AtomicFile.write(
                    file,
                    summary.text(
                            HistoryFiles.summaryHeader(last), clock.instant().getEpochSecond(), summarySize));
            for (int number : old) {
                Files.deleteIfExists(samples.file(number));
            }
        }
    }

    /** What a crash has left between the writing of a summary and the deletion of what is in it. */
    private void deleteIncluded() throws IOException {
        int included = included();
        for (int number : included == 0 ? List.<Integer>of() : samples.numbers()) {
            if (number <= included) {
                Files.deleteIfExists(samples.file(number));
            }
        }
    }

    private int included() throws IOException {
        Path summary = directory.resolve(HistoryFiles.SUMMARY);
        return Files.exists(summary) ? HistoryFiles.included(firstLine(summary)) : 0;
    }

    private String firstLine(Path summary) throws IOException {
        List<String> lines = HistoryReader.lines(AtomicFile.read(summary, summarySize * 2));
        return lines.isEmpty() ? "" : lines.get(0);
    }

    private static void read(Path file, int maxSize, SampleSummary summary) throws IOException {
        SampleFormat.Parser parser = new SampleFormat.Parser(summary::add);
        HistoryReader.lines(AtomicFile.read(file, maxSize)).forEach(parser::accept);
    }

    /** Writes what waits. A second call does nothing more. */
    @Override
    public void close() {
        drain();
    }
}
