package org.superlance.listener.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.superlance.listener.history.HistoryEvent.DeathEvent;
import org.superlance.listener.state.GuardedDirectory;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.util.TextLines;

/**
 * Reads the history of a listener, which may belong to another user and may be written at the same time: no link is followed,
 * and what is read is bounded. Lines that are torn, or are none of a history, are passed over and counted.
 */
public final class HistoryReader {

    private static final int MAX_FILES = 200;
    private static final int MAX_FILE_SIZE = 16 << 20;
    private static final long MAX_SIZE = 64 << 20;
    private static final int MAX_EVENTS = 200_000;
    private static final int MAX_POINTS = 2_000_000;

    private final long since;
    private final List<HistoryEvent> events = new ArrayList<>();
    private final Map<Quantity, Map<String, List<Point>>> series = new EnumMap<>(Quantity.class);
    private final Set<DeathEvent> deaths = new HashSet<>();
    private int points;
    private int skipped;
    private long size;

    private HistoryReader(Instant since) {
        this.since = since.getEpochSecond();
    }

    /**
     * What was read.
     *
     * @param events in the order of the file, which is that of time but for clocks that were set
     * @param skippedLines how many lines, and files, were passed over because they are none of a history, or too many
     */
    public record Content(List<HistoryEvent> events, List<SampleSeries> series, int skippedLines) {

        /** Of a listener that has no history. */
        public static final Content NONE = new Content(List.of(), List.of(), 0);

        public Content {
            events = List.copyOf(events);
            series = List.copyOf(series);
        }
    }

    /**
     * Reads a history.
     *
     * @param listener the directory of the listener, absolute
     * @param since what was before is left out
     * @throws IOException if it cannot be read; not if there is none
     */
    public static Content read(Path listener, Instant since) throws IOException {
        try (GuardedDirectory directory = new TrustedPath().open(listener.resolve(HistoryFiles.DIRECTORY))) {
            HistoryReader reader = new HistoryReader(since);
            reader.read(directory);
            return reader.content();
        } catch (NoSuchFileException e) {
            return Content.NONE;
        }
    }

    private Content content() {
        List<SampleSeries> all = new ArrayList<>();
        series.forEach((quantity, byProgram) ->
                byProgram.forEach((program, list) -> all.add(new SampleSeries(quantity, program, list))));
        return new Content(events, all, skipped);
    }

    private void read(GuardedDirectory directory) throws IOException {
        TreeMap<Integer, Path> ofEvents = new TreeMap<>();
        TreeMap<Integer, Path> ofSamples = new TreeMap<>();
        Path summary = null;
        for (Path name : directory.names(MAX_FILES)) {
            String file = name.toString();
            HistoryFiles.number(HistoryFiles.EVENTS, file).ifPresent(number -> ofEvents.put(number, name));
            HistoryFiles.number(HistoryFiles.SAMPLES, file).ifPresent(number -> ofSamples.put(number, name));
            summary = file.equals(HistoryFiles.SUMMARY) ? name : summary;
        }
        int included = summary == null ? 0 : readSamples(directory, summary);
        for (Path file : ofSamples.tailMap(included, false).values()) {
            readSamples(directory, file);
        }
        for (Path file : ofEvents.values()) {
            List<String> lines = lines(directory, file);
            lines.stream().skip(1).filter(line -> !line.isEmpty()).forEach(this::event);
        }
    }

    private void event(String text) {
        HistoryEvent event = HistoryLine.parse(text).flatMap(HistoryEvent::of).orElse(null);
        if (event == null || events.size() >= MAX_EVENTS) {
            skipped++;
        } else if (event.time().getEpochSecond() >= since
                && !(event instanceof DeathEvent death && !deaths.add(death))) {
            // the next life of a listener takes down again what waits to be told
            events.add(event);
        }
    }

    /** Returns the last segment that is included in the file. */
    private int readSamples(GuardedDirectory directory, Path file) throws IOException {
        List<String> lines = lines(directory, file);
        SampleFormat.Parser parser = new SampleFormat.Parser(this::point);
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            if (!line.isEmpty() && !parser.accept(line)) {
                skipped++;
            }
        }
        return lines.isEmpty() ? 0 : HistoryFiles.included(lines.get(0));
    }

    private void point(Quantity quantity, String program, Point point) {
        if (point.until() + SampleSeries.MAX_HOLD < since || points >= MAX_POINTS) {
            return;
        }
        List<Point> list = series.computeIfAbsent(quantity, unknown -> new LinkedHashMap<>())
                .computeIfAbsent(program, unknown -> new ArrayList<>());
        if (list.isEmpty() || list.get(list.size() - 1).time() <= point.time()) {
            list.add(point);
            points++;
        }
    }

    /** Empty for a file that has vanished, or is none that can be read as a history. */
    private List<String> lines(GuardedDirectory directory, Path name) throws IOException {
        try {
            PosixFileAttributes attributes = directory.attributes(name);
            size += attributes.size();
            if (!attributes.isRegularFile() || attributes.size() > MAX_FILE_SIZE || size > MAX_SIZE) {
                skipped++;
                return List.of();
            }
            List<String> lines = lines(directory.read(name, MAX_FILE_SIZE));
            if (lines.isEmpty() || !lines.get(0).startsWith(HistoryFiles.HEADER + " ")) {
                skipped++;
                return List.of();
            }
            return lines;
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** The lines of a file, but for what follows the last line feed: that is a line that is just being written. */
    static List<String> lines(byte[] content) {
        String text = new String(content, UTF_8);
        return TextLines.of(text.substring(0, text.lastIndexOf('\n') + 1));
    }
}
