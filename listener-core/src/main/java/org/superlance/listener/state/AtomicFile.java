package org.superlance.listener.state;

import static java.util.Objects.requireNonNull;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.superlance.listener.state.TrustedPath.UntrustedPathException;
import org.superlance.listener.util.TextSanitizer;

/** Writes, and reads, files that are, after any crash, either whole or not there; only their owner can read them. */
public final class AtomicFile {

    /** What the name of a file that is still being written ends in; one that is found was left by a crash. */
    public static final String TEMP_SUFFIX = ".tmp";

    private static final int MAX_REASON_LENGTH = 300;

    private AtomicFile() {}

    /** Replaces the file by a text, in UTF-8; see {@link #write(Path, byte[])}. */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Replaces the file: when this returns, the content is on disk under its name. Its directory is made, for its owner
     * only, if it is not there any more.
     *
     * @throws IOException if it is not, for instance because the disk is full; then nothing is left behind
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + TEMP_SUFFIX);
        // a pending interrupt would close the directory's channel; the content matters more, and the interrupt is kept
        boolean interrupted = Thread.interrupted();
        try {
            directory(parent(file));
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished, ownerOnly(unfinished));
            writeAndSync(unfinished, content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(file);
        } catch (IOException e) {
            discard(unfinished, e);
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Replaces the file without waiting for the disk: another process sees either the old content or the new one, but after
     * a crash of the machine it may be empty. Its directory must be there.
     *
     * @throws IOException if it cannot be replaced; then nothing is left behind
     */
    public static void replace(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + TEMP_SUFFIX);
        try {
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished, ownerOnly(unfinished));
            try (FileOutputStream out = new FileOutputStream(unfinished.toFile())) {
                out.write(content);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            discard(unfinished, e);
            throw e;
        }
    }

    /**
     * Reads a file that somebody may have changed: no symbolic link, and within bounds.
     *
     * @param max its size in bytes at most
     */
    public static byte[] read(Path file, int max) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(max + 1);
            if (content.length > max) {
                throw new IOException("larger than " + max + " bytes");
            }
            return content;
        }
    }

    /** Why a file or directory could not be used, as one line: {@code permission denied: /var/lib/x}. */
    public static String reason(IOException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String reason = e instanceof NoSuchFileException
                ? "no such file or directory: " + message
                : e instanceof AccessDeniedException ? "permission denied: " + message : message;
        return TextSanitizer.singleLine(reason, MAX_REASON_LENGTH);
    }

    /** Deletes the file, if it is there, for good. */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            syncDirectory(file);
        }
    }

    /**
     * Makes the directory, for its owner only, if it is not there.
     *
     * @throws UntrustedPathException if another user has made it, or the directory that it is in, or can have put a link
     *     there: they could read and change what is kept in it
     */
    public static Path directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
        }
        Path absolute = directory.toAbsolutePath();
        Path above = absolute.getParent();
        TrustedPath paths = new TrustedPath();
        paths.requireOwn(above == null ? absolute : above);
        paths.requireOwn(absolute);
        return directory;
    }

    private static void writeAndSync(Path file, byte[] content) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(content);
            out.getFD().sync();
        }
    }

    private static void syncDirectory(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(parent(file), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path file) {
        return requireNonNull(file.toAbsolutePath().getParent());
    }

    private static void discard(Path file, IOException cause) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** For a file that is made: only its owner can read and write it. */
    public static FileAttribute<?>[] ownerOnly(Path file) {
        return ownerOnly(file, "rw-------");
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
