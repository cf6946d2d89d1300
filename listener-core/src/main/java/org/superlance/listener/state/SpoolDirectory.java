package org.superlance.listener.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
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
import org.superlance.listener.util.TextSanitizer;

/**
 * A directory with one file for each entry, written so that after a crash each is there in full or not at all. Files
 * with another suffix, links and directories are not touched. Keeps nothing in memory.
 */
public final class SpoolDirectory<T> {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);
    private static final int MAX_FILE_SIZE = 8 << 20;
    private static final int MAX_LOGGED_LENGTH = 16 << 10;

    private final Path directory;
    private final Codec<T> codec;
    private final Access access;

    /** Whether, and how, a directory may be used. */
    public interface Access {

        /** Every directory that can be made. */
        Access UNRESTRICTED = new Access() {
            @Override
            public boolean isOwned() {
                return true;
            }

            @Override
            public void prepare(Path directory) throws IOException {
                AtomicFile.directory(directory);
            }
        };

        /** Whether it belongs to this process: else what is in it is another's business. */
        boolean isOwned();

        /**
         * Gets the directory ready to be written to, and makes it, for its owner only, if it is not there.
         *
         * @throws IOException if it must not or cannot be written to
         */
        void prepare(Path directory) throws IOException;
    }

    /** Entries as files. */
    public interface Codec<T> {

        /** What an entry is called in a log line, such as {@code alert}; begins with a vowel. */
        String noun();

        /** What the names of the files end with; everything else in the directory is not ours to read. */
        String suffix();

        /** The name of the entry's file: the same for the same entry, safe, and with the suffix. */
        String fileName(T entry);

        /** The content of the entry's file, which people can read and change. */
        byte[] encode(T entry);

        /** @throws IllegalArgumentException with a sentence if it is not the content of such a file */
        T decode(byte[] content);

        /** What the entry costs in memory, in bytes; close enough for a limit. */
        default long size(T entry) {
            return encode(entry).length;
        }

        /** The entry in full for a log line, bounded and harmless for a terminal. */
        default String forLog(T entry) {
            return TextSanitizer.multiLine(new String(encode(entry), UTF_8), MAX_LOGGED_LENGTH);
        }
    }

    /** A directory that is made when something is written to it, if it is not there. */
    public SpoolDirectory(Path directory, Codec<T> codec) {
        this(directory, codec, Access.UNRESTRICTED);
    }

    /** The same, used only as far as it is allowed. */
    public SpoolDirectory(Path directory, Codec<T> codec, Access access) {
        this.directory = directory;
        this.codec = codec;
        this.access = access;
    }

    /** The directory of that name in it. */
    public SpoolDirectory<T> subdirectory(String name) {
        return new SpoolDirectory<>(directory.resolve(name), codec, access);
    }

    /** The directory of that name in it, for other entries. */
    public <E> SpoolDirectory<E> subdirectory(String name, Codec<E> entries) {
        return new SpoolDirectory<>(directory.resolve(name), entries, access);
    }

    /** Whether it belongs to this process. */
    public boolean isOwned() {
        return access.isOwned();
    }

    /** Whether it is there, and belongs to this process. */
    boolean exists() {
        return access.isOwned() && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes the directory if it is not there. */
    void prepare() throws IOException {
        access.prepare(directory);
    }

    public Path path(String name) {
        return directory.resolve(name);
    }

    /** Writes the entry's file and waits until the disk has it. */
    public void write(T entry) throws IOException {
        write(codec.fileName(entry), codec.encode(entry));
    }

    void write(String name, byte[] content) throws IOException {
        prepare();
        AtomicFile.write(path(name), content);
    }

    /**
     * Reads a file that a person may have changed, so within bounds.
     *
     * @throws IllegalArgumentException with a sentence if it is not an entry
     */
    public T read(String name) throws IOException {
        return codec.decode(AtomicFile.read(path(name), MAX_FILE_SIZE));
    }

    /** Deletes the entry's file, if it is there, for good. */
    public void remove(T entry) throws IOException {
        AtomicFile.delete(path(codec.fileName(entry)));
    }

    /** Deletes the file, if it is there. After a crash it may be back: a second delivery is better than none. */
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    /** Moves an entry's file to the other directory, where it takes the place of one of that name. */
    public void moveTo(SpoolDirectory<T> other, String name) throws IOException {
        other.prepare();
        Files.move(path(name), other.path(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * The names of the entries in the directory, sorted, with the size of each file in bytes; none while it is missing or
     * not owned.
     */
    public NavigableMap<String, Long> list() throws IOException {
        NavigableMap<String, Long> sizes = new TreeMap<>();
        if (!access.isOwned()) {
            return sizes;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (file.toString().endsWith(codec.suffix())) {
                    add(file, sizes);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("spool directory {} does not exist", directory);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return sizes;
    }

    private void add(Path file, Map<String, Long> sizes) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isRegularFile()) {
                sizes.put(file.getFileName().toString(), found.size());
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} {} was deleted while its directory was read", codec.noun(), file);
        }
    }

    /** Removes the files that a killed writer left: their entries were never accepted. */
    public void removeTemporaryFiles() throws IOException {
        if (!access.isOwned() || !Files.isDirectory(directory)) {
            return;
        }
        String suffix = codec.suffix() + AtomicFile.TEMP_SUFFIX;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (file.toString().endsWith(suffix)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
