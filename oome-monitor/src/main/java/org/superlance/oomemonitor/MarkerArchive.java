package org.superlance.oomemonitor;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.GuardedDirectory;
import org.superlance.listener.state.TrustedPath;

/** Moves markers into a directory, under the time and the name of their process, and keeps the newest there. */
final class MarkerArchive implements MarkerRemover.Disposal {

    private static final Logger LOG = LoggerFactory.getLogger(MarkerArchive.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    /** Begins with the time, so that names sort by it. */
    private static final Pattern KEPT = Pattern.compile("\\d{8}T\\d{6}\\.\\d{3}Z-[A-Za-z0-9%_.+*-]+\\.oome");

    private static final int MAX_FILES = 100;
    private static final int MAX_LABEL_LENGTH = 150;
    private static final int MAX_COPY_SIZE = 1 << 20;

    private final Path directory;
    private final TrustedPath paths;
    private final InstantSource clock;

    /** @param directory exists and may be written to */
    MarkerArchive(Path directory, TrustedPath paths, InstantSource clock) {
        this.directory = directory.toAbsolutePath();
        this.paths = paths;
        this.clock = clock;
    }

    @Override
    public String dispose(Marker marker, GuardedDirectory source, String label) throws IOException {
        Path kept;
        try (GuardedDirectory target = open()) {
            kept = free(target, label);
            try {
                source.move(marker.name(), target, kept);
            } catch (AtomicMoveNotSupportedException e) {
                copy(marker, source, target, kept);
                source.delete(marker.name());
            }
        }
        prune();
        return "moved to " + directory.resolve(kept);
    }

    private GuardedDirectory open() throws IOException {
        try {
            return paths.open(directory);
        } catch (NoSuchFileException e) {
            throw new IOException("no directory " + directory + " to move it to", e);
        }
    }

    /** A name that is not taken: a move would replace an existing file. */
    private Path free(GuardedDirectory target, String label) throws IOException {
        String encoded = URLEncoder.encode(label, StandardCharsets.UTF_8);
        String ending = "-" + encoded.substring(0, Math.min(encoded.length(), MAX_LABEL_LENGTH)) + ".oome";
        Instant time = clock.instant();
        Path name = Path.of(TIME.format(time) + ending);
        while (isThere(target, name)) {
            time = time.plusMillis(1);
            name = Path.of(TIME.format(time) + ending);
        }
        return name;
    }

    private static boolean isThere(GuardedDirectory directory, Path name) throws IOException {
        try {
            directory.attributes(name);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * To another file system; of a file too large for a marker, only the beginning. Where others can put a FIFO in its
     * place, the file is opened for writing too, and read no further than its size: then nothing waits for a writer.
     */
    private static void copy(Marker marker, GuardedDirectory source, GuardedDirectory target, Path name)
            throws IOException {
        Path unfinished = Path.of(name + ".tmp");
        Set<StandardOpenOption> access = marker.place().trusted() ? Set.of(READ) : Set.of(READ, WRITE);
        try {
            try (SeekableByteChannel in = source.open(marker.name(), access);
                    SeekableByteChannel out = target.open(unfinished, Set.of(CREATE_NEW, WRITE))) {
                int size = (int) Math.min(in.size(), MAX_COPY_SIZE);
                out.write(ByteBuffer.wrap(Channels.newInputStream(in).readNBytes(size)));
            }
            target.move(unfinished, target, name);
        } catch (IOException e) {
            discard(target, unfinished, e);
            throw e;
        }
    }

    private static void discard(GuardedDirectory directory, Path name, IOException cause) {
        try {
            directory.delete(name);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void prune() {
        try (GuardedDirectory open = open()) {
            List<Path> kept = open.names(Integer.MAX_VALUE).stream()
                    .filter(name -> KEPT.matcher(name.toString()).matches())
                    .sorted(Comparator.comparing(Path::toString, Collections.reverseOrder()))
                    .toList();
            for (Path old : kept.subList(Math.min(MAX_FILES, kept.size()), kept.size())) {
                open.delete(old);
            }
        } catch (IOException e) {
            LOG.warn("cannot remove markers from {} beyond the newest {}: {}", directory, MAX_FILES, e.getMessage());
        }
    }
}
