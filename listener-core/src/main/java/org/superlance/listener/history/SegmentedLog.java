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
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lines that are appended to the last of several numbered files. Nothing is synced: what a crash of the machine tears is one
 * line, which a reader passes over. For one thread at a time.
 */
final class SegmentedLog {

    private static final int MAX_NUMBER = 999_999;
    private static final int TAIL = 8 << 10;
    private static final int HEAD = 200;

    private final Path directory;
    private final String prefix;
    private final long segmentSize;
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
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, prefix + "-*.log")) {
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
        List<Integer> numbers = numbers();
        return numbers.isEmpty() || Files.size(file(numbers.get(numbers.size() - 1))) >= segmentSize;
    }

    /** Appends to the newest file, which is made if there is none. */
    void append(List<String> lines) throws IOException {
        List<Integer> numbers = numbers();
        append(file(numbers.isEmpty() ? 1 : numbers.get(numbers.size() - 1)), lines);
    }

    /**
     * Begins a new file with these lines.
     *
     * @param after its number is higher than this, and than all that there are
     */
    void appendToNew(int after, List<String> lines) throws IOException {
        List<Integer> numbers = numbers();
        int last = numbers.isEmpty() ? after : Math.max(after, numbers.get(numbers.size() - 1));
        if (last >= MAX_NUMBER) {
            throw new IOException("no more numbers for files in " + directory);
        }
        append(file(last + 1), lines);
    }

    private void append(Path file, List<String> lines) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        LinkOption.NOFOLLOW_LINKS),
                ownerOnly(file))) {
            long end = clean ? channel.size() : endOfLastLine(channel);
            StringBuilder text = new StringBuilder();
            if (end == 0) {
                text.append(HistoryFiles.header(prefix)).append('\n');
            }
            lines.forEach(line -> text.append(line).append('\n'));
            clean = false;
            channel.truncate(end).position(end);
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            clean = true;
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
            return new String(in.readNBytes(HEAD), UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(" ", 2)[0])
                    .flatMap(time -> HistoryLine.instant(time).stream())
                    .findFirst();
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

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
