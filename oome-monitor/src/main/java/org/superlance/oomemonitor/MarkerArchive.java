package org.superlance.oomemonitor;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private final InstantSource clock;

    /** @param directory exists and may be written to */
    MarkerArchive(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public String dispose(Marker marker, String label) throws IOException {
        Path kept = free(label);
        try {
            Files.move(marker.file(), kept, ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            copy(marker.file(), kept);
            Files.deleteIfExists(marker.file());
        } catch (NoSuchFileException e) {
            if (Files.isDirectory(directory)) {
                return "already gone";
            }
            throw new IOException("no directory " + directory + " to move it to", e);
        }
        prune();
        return "moved to " + kept;
    }

    /** A name that is not taken: a move would replace an existing file. */
    private Path free(String label) {
        String encoded = URLEncoder.encode(label, StandardCharsets.UTF_8);
        String ending = "-" + encoded.substring(0, Math.min(encoded.length(), MAX_LABEL_LENGTH)) + ".oome";
        Instant time = clock.instant();
        Path file = directory.resolve(TIME.format(time) + ending);
        while (Files.exists(file, NOFOLLOW_LINKS)) {
            time = time.plusMillis(1);
            file = directory.resolve(TIME.format(time) + ending);
        }
        return file;
    }

    /** To another file system; of a file too large for a marker, only the beginning. */
    private static void copy(Path marker, Path kept) throws IOException {
        Path unfinished = kept.resolveSibling(kept.getFileName() + ".tmp");
        try {
            try (InputStream in = Files.newInputStream(marker, NOFOLLOW_LINKS);
                    OutputStream out = Files.newOutputStream(unfinished, CREATE_NEW, WRITE)) {
                out.write(in.readNBytes(MAX_COPY_SIZE));
            }
            Files.move(unfinished, kept, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void prune() {
        try {
            List<Path> kept = kept();
            kept.sort(Comparator.comparing(file -> file.getFileName().toString(), Collections.reverseOrder()));
            for (Path old : kept.subList(Math.min(MAX_FILES, kept.size()), kept.size())) {
                Files.deleteIfExists(old);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("cannot remove markers from {} beyond the newest {}: {}", directory, MAX_FILES, e.getMessage());
        }
    }

    private List<Path> kept() throws IOException {
        List<Path> kept = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, this::isKept)) {
            files.forEach(kept::add);
        }
        return kept;
    }

    private boolean isKept(Path file) {
        return KEPT.matcher(file.getFileName().toString()).matches();
    }
}
