package org.superlance.listener.state;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.state.TrustedPath.Resolution;
import org.superlance.listener.state.TrustedPath.UntrustedPathException;

/**
 * An open directory. Whatever others do meanwhile to the path that led to it, every operation is on an entry of this
 * directory, and none follows a symbolic link. For one thread at a time.
 *
 * <p>Source: openat(2).
 */
public final class GuardedDirectory implements Closeable {

    private static final Path HERE = Path.of(".");
    private static final Set<OpenOption> NEW_FILE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final boolean trusted;
    /** Null where the path itself cannot be replaced and the directory cannot be listed by this user. */
    private final @Nullable SecureDirectoryStream<Path> stream;

    private GuardedDirectory(Path path, boolean trusted, @Nullable SecureDirectoryStream<Path> stream) {
        this.path = path;
        this.trusted = trusted;
        this.stream = stream;
    }

    @SuppressWarnings("StreamResourceLeak") // closed with the directory
    static GuardedDirectory open(Resolution found) throws IOException {
        Path path = found.trusted();
        @Nullable SecureDirectoryStream<Path> stream;
        try {
            stream = secure(Files.newDirectoryStream(path.resolve(HERE)));
        } catch (AccessDeniedException e) {
            if (!found.isTrusted()) {
                throw e;
            }
            stream = null;
        }
        if (found.isTrusted()) {
            return new GuardedDirectory(path, true, stream);
        }
        if (stream == null) {
            throw new UntrustedPathException(found.objection().get());
        }
        for (Path name : found.rest()) {
            try (SecureDirectoryStream<Path> above = stream) {
                stream = entered(above, path, name);
            }
            path = path.resolve(name);
        }
        return new GuardedDirectory(path, false, stream);
    }

    /** None where the system has no openat(2). */
    private static @Nullable SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        return null;
    }

    /**
     * Opens a directory in another one. "name/." is opened and not "name": the JDK would wait for the writer of a FIFO
     * that has been put there. As the kernel follows a link in that, it is the number of the inode that proves that the
     * open directory is itself the entry of that name, and not one elsewhere that a link has led to.
     */
    private static SecureDirectoryStream<Path> entered(SecureDirectoryStream<Path> above, Path path, Path name)
            throws IOException {
        PosixFileAttributes before = attributes(above, name);
        if (before.isSymbolicLink()) {
            throw new UntrustedPathException(link(path, name));
        }
        SecureDirectoryStream<Path> below = above.newDirectoryStream(name.resolve(HERE), LinkOption.NOFOLLOW_LINKS);
        try {
            Object opened = below.getFileAttributeView(PosixFileAttributeView.class)
                    .readAttributes()
                    .fileKey();
            PosixFileAttributes entry = attributes(above, name);
            if (!entry.isDirectory() || !Objects.equals(entry.fileKey(), opened)) {
                throw new UntrustedPathException(link(path, name));
            }
            return below;
        } catch (IOException e) {
            below.close();
            throw e;
        }
    }

    private static String link(Path path, Path name) {
        return TrustedPath.shown(path.resolve(name)) + " is a symbolic link that another user can have put there";
    }

    /** Without links, for display. */
    public Path path() {
        return path;
    }

    /** Whether nobody but root and the user of this process can put another directory in its place. */
    public boolean isTrusted() {
        return trusted;
    }

    /** Those of the directory itself. */
    public PosixFileAttributes attributes() throws IOException {
        return stream == null
                ? Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                : stream.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
    }

    /** Those of the entry itself, also if it is a symbolic link. */
    public PosixFileAttributes attributes(Path name) throws IOException {
        return stream == null
                ? Files.readAttributes(path.resolve(name), PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                : attributes(stream, name);
    }

    private static PosixFileAttributes attributes(SecureDirectoryStream<Path> stream, Path name) throws IOException {
        return stream.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /** The names of the entries, at most so many. Once only. */
    public List<Path> names(int limit) throws IOException {
        if (stream == null) {
            throw new AccessDeniedException(path.toString());
        }
        List<Path> names = new ArrayList<>();
        try {
            for (Path entry : stream) {
                if (names.size() == limit) {
                    break;
                }
                names.add(entry.getFileName());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** Deletes a file, or a symbolic link itself. */
    public void delete(Path name) throws IOException {
        if (stream == null) {
            Files.delete(path.resolve(name));
        } else {
            stream.deleteFile(name);
        }
    }

    /**
     * Opens a file, and never what a link leads to.
     *
     * @param attributes of a file that is made, as far as the umask allows
     */
    public SeekableByteChannel open(Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return stream == null
                ? Files.newByteChannel(path.resolve(name), all, attributes)
                : stream.newByteChannel(name, all, attributes);
    }

    /**
     * Reads a regular file.
     *
     * @param max its size in bytes at most
     * @throws IOException if it cannot be read, is larger, or is something else: opening a FIFO would not end
     */
    public byte[] read(Path name, int max) throws IOException {
        if (!attributes(name).isRegularFile()) {
            throw new IOException(TrustedPath.shown(path.resolve(name)) + " is not a regular file");
        }
        try (InputStream in = Channels.newInputStream(open(name, Set.of(StandardOpenOption.READ)))) {
            byte[] content = in.readNBytes(max + 1);
            if (content.length > max) {
                throw new IOException(TrustedPath.shown(path.resolve(name)) + " is larger than " + max + " bytes");
            }
            return content;
        }
    }

    /**
     * Replaces a file: whoever looks sees the old content or all of the new one. It belongs to the owner of this directory,
     * and only that user can read it.
     *
     * @throws IOException if it cannot be replaced; then nothing is left behind
     */
    public void replaceForOwner(Path name, byte[] content) throws IOException {
        // what an interrupted process has left is in nobody's way
        Path unfinished = Path.of(UUID.randomUUID() + "-" + name + AtomicFile.TEMP_SUFFIX);
        try {
            try (SeekableByteChannel channel = open(unfinished, NEW_FILE, OWNER_ONLY)) {
                Channels.newOutputStream(channel).write(content);
                if (channel instanceof FileChannel file) {
                    file.force(true);
                }
            }
            giveToOwnerOf(this, unfinished);
            move(unfinished, this, name);
        } catch (IOException e) {
            discard(unfinished, e);
            throw e;
        }
    }

    private void discard(Path name, IOException cause) {
        try {
            delete(name);
        } catch (NoSuchFileException e) {
            // it was never made
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Renames an entry into another directory, where it replaces one of that name.
     *
     * @throws AtomicMoveNotSupportedException if that is on another file system
     */
    public void move(Path name, GuardedDirectory target, Path newName) throws IOException {
        if (stream != null && target.stream != null) {
            stream.move(name, target.stream, newName);
        } else if ((stream == null || trusted) && (target.stream == null || target.trusted)) {
            Files.move(path.resolve(name), target.path.resolve(newName), StandardCopyOption.ATOMIC_MOVE);
        } else {
            throw new AtomicMoveNotSupportedException(name.toString(), newName.toString(), "not by an open directory");
        }
    }

    /**
     * Gives a file to the owner of another directory, if it has another one; only root can.
     *
     * @throws IOException if that cannot be done
     */
    public void giveToOwnerOf(GuardedDirectory other, Path name) throws IOException {
        PosixFileAttributes owner = other.attributes();
        PosixFileAttributes file = attributes(name);
        if (file.owner().equals(owner.owner()) && file.group().equals(owner.group())) {
            return;
        }
        PosixFileAttributeView view = stream == null
                ? Files.getFileAttributeView(
                        path.resolve(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                : stream.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        view.setGroup(owner.group());
        view.setOwner(owner.owner());
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
