package org.superlance.listener.notify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;

/** The files of one directory: written so that after a crash each is there in full or not at all. */
final class SpoolDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);
    private static final int MAX_FILE_SIZE = 8 << 20;

    private final Path directory;

    /** Makes the directory, for its owner only, if it is not there. */
    SpoolDirectory(Path directory) throws IOException {
        this.directory = AtomicFile.directory(directory);
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** Writes the file and waits until the disk has it. */
    void write(String name, byte[] content) throws IOException {
        AtomicFile.write(path(name), content);
    }

    /** Reads a file that a person may have changed, so within bounds. */
    byte[] read(String name) throws IOException {
        try (InputStream in = Files.newInputStream(path(name), LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(MAX_FILE_SIZE + 1);
            if (content.length > MAX_FILE_SIZE) {
                throw new IOException("it is larger than " + MAX_FILE_SIZE + " bytes");
            }
            return content;
        }
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    void moveTo(SpoolDirectory other, String name) throws IOException {
        Files.move(path(name), other.path(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The alerts in the directory, sorted by name, with their size in bytes. */
    NavigableMap<String, Long> list() throws IOException {
        NavigableMap<String, Long> sizes = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + AlertFileFormat.SUFFIX)) {
            for (Path file : files) {
                add(file, sizes);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return sizes;
    }

    private static void add(Path file, Map<String, Long> sizes) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isRegularFile()) {
                sizes.put(file.getFileName().toString(), found.size());
            }
        } catch (NoSuchFileException e) {
            LOG.debug("The alert {} was deleted while its directory was read.", file);
        }
    }

    /** Removes what a killed writer left: it had not yet promised to keep it. */
    void removeTemporaryFiles() throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, "*" + AlertFileFormat.SUFFIX + AtomicFile.TEMP_SUFFIX)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
