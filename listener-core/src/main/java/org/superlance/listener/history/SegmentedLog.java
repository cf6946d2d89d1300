package org.superlance.listener.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.util.TextLines;

/**
 * Lines that are appended to the last of several numbered files. Nothing is synced: what a crash of the machine tears is one
 * line, which a reader passes over. For one thread at a time.
 */
final class SegmentedLog {

    private static final int MAX_NUMBER = 999_999;
    private static final int TAIL = 8 << 10;
    private static final int HEAD = 200;

    /** Where nothing is known of the newest file. */
    private static final int UNKNOWN = -1;

    private final Path directory;
    private final String prefix;
    private final long segmentSize;
    /** Its number; 0 if there is none. */
    private int newest = UNKNOWN;

    /** Whether the end of the newest file is one line that is whole. */
    private boolean clean;

    /** @param segmentSize at which a file is followed by the next one, in bytes */
    SegmentedLog(Path directory, String prefix, long segmentSize) {
        this.directory = directory;
        this.prefix = prefix;
        this.segmentSize = segmentSize;
    }

    /** The numbers of the files that there are, the oldest first. */
    List<Integer> numbers() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                HistoryFiles.number(prefix, file.getFileName().toString()).ifPresent(numbers::add);
            }
        }
        Collections.sort(numbers);
        return numbers;
    }

    Path file(int number) {
        return directory.resolve(HistoryFiles.segment(prefix, number));
    }

    /** Whether the next line begins a new file; no file is one too. */
    boolean isFull() throws IOException {
        int number = newest();
        return number == 0 || Files.size(file(number)) >= segmentSize;
    }

    /** Appends to the newest file, which is made if there is none. */
    void append(List<String> lines) throws IOException {
        append(Math.max(1, newest()), lines);
    }

    /**
     * Begins a new file with these lines.
     *
     * @param after its number is higher than this, and than all that there are
     */
    void appendToNew(int after, List<String> lines) throws IOException {
        int last = Math.max(after, newest());
        if (last >= MAX_NUMBER) {
            throw new IOException("no more numbers for files in " + directory);
        }
        append(last + 1, lines);
    }

    /** Nobody else makes one: it is looked up once, and again when it has gone or could not be written. */
    private int newest() throws IOException {
        if (newest > 0 && !Files.exists(file(newest), LinkOption.NOFOLLOW_LINKS)) {
            newest = UNKNOWN;
        }
        if (newest == UNKNOWN) {
            List<Integer> numbers = numbers();
            newest = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
            clean = false;
        }
        return newest;
    }

    private void append(int number, List<String> lines) throws IOException {
        boolean whole = clean && number == newest;
        newest = UNKNOWN;
        append(file(number), whole, lines);
        newest = number;
        clean = true;
    }

    private void append(Path file, boolean whole, List<String> lines) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        LinkOption.NOFOLLOW_LINKS),
                AtomicFile.ownerOnly(file))) {
            long end = whole ? channel.size() : endOfLastLine(channel);
            StringBuilder text = new StringBuilder();
            if (end == 0) {
                text.append(HistoryFiles.header(prefix)).append('\n');
            }
            lines.forEach(line -> text.append(line).append('\n'));
            channel.truncate(end).position(end);
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** Where the last line ends that is whole: after it, a crash or a full disk has left a part of one. */
    private static long endOfLastLine(SeekableByteChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(TAIL);
        long end = channel.size();
        while (end > 0) {
            long start = Math.max(0, end - TAIL);
            one.clear().limit((int) (end - start));
            channel.position(start);
            while (one.hasRemaining() && channel.read(one) >= 0) {
                // goes on until the buffer is full
            }
            for (int i = one.position() - 1; i >= 0; i--) {
                if (one.get(i) == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return 0;
    }

    /** The time of the first line of a file; empty if it tells none. */
    Optional<Instant> begin(int number) throws IOException {
        try (InputStream in = Files.newInputStream(file(number), LinkOption.NOFOLLOW_LINKS)) {
            List<String> lines = TextLines.of(new String(in.readNBytes(HEAD), UTF_8));
            for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
                Optional<Instant> time = HistoryLine.instant(line.split(" ", 2)[0]);
                if (time.isPresent()) {
                    return time;
                }
            }
            return Optional.empty();
        }
    }

    /** Deletes the oldest files until they take no more space than that; never the newest. */
    void deleteOldest(long maxSize) throws IOException {
        List<Integer> numbers = numbers();
        long size = size(numbers);
        for (int i = 0; i < numbers.size() - 1 && size > maxSize; i++) {
            size -= Files.size(file(numbers.get(i)));
            Files.deleteIfExists(file(numbers.get(i)));
        }
    }

    /** How much space they take, in bytes. */
    long size(List<Integer> numbers) throws IOException {
        long size = 0;
        for (int number : numbers) {
            size += Files.size(file(number));
        }
        return size;
    }
}
