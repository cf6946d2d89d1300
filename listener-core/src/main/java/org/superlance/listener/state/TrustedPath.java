package org.superlance.listener.state;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.TextSanitizer;

/**
 * Follows a path as far as nobody but root and the user of this process can put something else in its place, now or
 * between a look and its use. Symbolic links are followed so far, and no further.
 *
 * <p>Each directory must belong to one of the two and be writable by nobody else, or be sticky, as {@code /tmp} is, with
 * an entry that belongs to one of the two. Thread-safe.
 *
 * <p>Source: inode(7), path_resolution(7), fcntl(2).
 */
public final class TrustedPath {

    private static final int ROOT = 0;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int STICKY = 01000;

    /** As in Linux. */
    private static final int MAX_LINKS = 40;

    private static final Path HERE = Path.of("");
    private static final Path UP = Path.of("..");

    private final StatusReader files;
    private final int user;

    /** For files of this machine, and the user of this process. */
    public TrustedPath() {
        this(TrustedPath::read, ownUser());
    }

    /** @param user the uid that is trusted beside root's */
    public TrustedPath(int user) {
        this(TrustedPath::read, user);
    }

    TrustedPath(StatusReader files, int user) {
        this.files = files;
        this.user = user;
    }

    /** Reads the status of a file or directory, and of a symbolic link itself. */
    interface StatusReader {
        Status read(Path path) throws IOException;

        default Path target(Path link) throws IOException {
            return Files.readSymbolicLink(link);
        }
    }

    /** @param mode with the bits of the type */
    record Status(int mode, int owner, int links) {

        static final int TYPE = 0170000;
        static final int DIRECTORY = 0040000;
        static final int REGULAR = 0100000;
        static final int SYMBOLIC_LINK = 0120000;

        boolean is(int type) {
            return (mode & TYPE) == type;
        }

        boolean isSticky() {
            return (mode & STICKY) != 0;
        }

        boolean isWritableByOthers() {
            return (mode & WRITABLE_BY_OTHERS) != 0;
        }
    }

    /**
     * A path, followed as far as it is trusted.
     *
     * @param trusted absolute, without links: nobody else can replace it
     * @param rest what is below it and may be replaced by others; empty if nothing is
     * @param objection who else can replace the rest, as a clause; empty if nobody can replace anything
     */
    public record Resolution(Path trusted, Path rest, Optional<String> objection) {

        /** The whole path: for display, and to tell paths apart. */
        public Path path() {
            return trusted.resolve(rest);
        }

        public boolean isTrusted() {
            return objection.isEmpty();
        }
    }

    /**
     * Follows an absolute path.
     *
     * @throws NoSuchFileException if the trusted part of it does not exist
     * @throws IOException if it cannot be followed, for instance where a directory cannot be searched
     */
    public Resolution resolve(Path path) throws IOException {
        Path root = path.getRoot();
        if (root == null) {
            throw new FileSystemException(shown(path), null, "is not an absolute path");
        }
        Path current = root;
        Path rest = from(0, path);
        Status status = files.read(root);
        int links = 0;
        while (!rest.equals(HERE)) {
            if (!status.is(Status.DIRECTORY)) {
                throw new NotDirectoryException(shown(current));
            }
            Optional<String> others = objectionToEntriesOf(current, status);
            if (others.isPresent()) {
                // nothing below is followed, so what leads down and up again can be left out
                rest = rest.normalize();
                if (!rest.equals(HERE) && !rest.startsWith(UP)) {
                    return new Resolution(current, rest, others);
                }
                if (rest.equals(HERE)) {
                    break;
                }
            }
            Path name = rest.getName(0);
            Path below = from(1, rest);
            Path entry =
                    name.equals(UP) ? parent(current) : current.resolve(name).normalize();
            Status found = files.read(entry);
            if (status.isWritableByOthers() && !isOurs(found) && !name.equals(UP)) {
                rest = rest.normalize();
                if (rest.startsWith(name)) {
                    return new Resolution(current, rest, Optional.of(ownedByAnother(entry, found)));
                }
            } else if (found.is(Status.SYMBOLIC_LINK)) {
                if (++links > MAX_LINKS) {
                    throw new FileSystemLoopException(shown(path));
                }
                Path target = files.target(entry);
                rest = from(0, target).resolve(below);
                current = target.isAbsolute() ? root : current;
                status = files.read(current);
            } else {
                rest = below;
                current = entry;
                status = found;
            }
        }
        return new Resolution(current, HERE, Optional.empty());
    }

    /** The names of the path from the given one on, as they are: relativize would leave dots out. */
    private static Path from(int first, Path path) {
        return first == path.getNameCount() ? HERE : path.subpath(first, path.getNameCount());
    }

    private static Path parent(Path directory) {
        @Nullable Path parent = directory.getParent();
        return parent == null ? directory : parent;
    }

    /**
     * The path, without links, of a regular file that can be opened without harm: all of it is trusted, the file
     * belongs to root or the user of this process, since the owner of a file can hold up its opening with a lease, and
     * it has one name only, since whoever may write into a sticky directory may be able to link another's file there.
     *
     * @param file absolute
     * @throws UntrustedPathException with a clause for people if somebody else can have put it there
     * @throws IOException if it cannot be examined
     */
    public Path regularFile(Path file) throws IOException {
        Resolution found = resolve(file);
        if (!found.isTrusted()) {
            throw new UntrustedPathException(found.objection().get());
        }
        Path path = found.trusted();
        Status status = files.read(path);
        if (!status.is(Status.REGULAR)) {
            throw new UntrustedPathException(shown(path) + " is not a regular file");
        }
        if (!isOurs(status)) {
            throw new UntrustedPathException(ownedByAnother(path, status));
        }
        if (status.links() != 1) {
            throw new UntrustedPathException(shown(path) + " has several names (hard links)");
        }
        return path;
    }

    /**
     * A directory in which nobody else can put or replace anything. It is made, for this user only, where it is missing.
     * In one that is open to all but sticky, as {@code /tmp} is, it is a directory of its own.
     *
     * @param directory absolute
     * @param own the name of the directory in one that is open to all
     * @return its path, without links
     * @throws UntrustedPathException with a clause for people if another user has made it or can replace something on the
     *     way
     * @throws IOException if it cannot be made or examined
     */
    public Path privateDirectory(Path directory, String own) throws IOException {
        AtomicFile.directory(directory);
        Path path = trustedDirectory(directory);
        Status status = files.read(path);
        Optional<String> others = objectionToEntriesOf(path, status);
        if (others.isPresent()) {
            throw new UntrustedPathException(others.get());
        }
        if (!status.isWritableByOthers()) {
            return path;
        }
        Path below = path.resolve(own);
        if (!Files.exists(below, LinkOption.NOFOLLOW_LINKS)) {
            AtomicFile.directory(below);
        }
        return privateDirectory(trustedDirectory(below), own);
    }

    private Path trustedDirectory(Path directory) throws IOException {
        Resolution found = resolve(directory);
        if (!found.isTrusted()) {
            throw new UntrustedPathException(found.objection().get());
        }
        requireOwn(directory);
        return found.trusted();
    }

    /**
     * Refuses a directory that another user has made, or has put a link in the place of. The directories above it may
     * belong to others.
     *
     * @param directory absolute, and exists
     * @throws UntrustedPathException with a clause for people if it is refused
     * @throws IOException if it cannot be examined, or is no directory
     */
    public void requireOwn(Path directory) throws IOException {
        Resolution found = resolve(directory);
        Path path = found.trusted();
        Status status = files.read(path);
        for (Path name : found.isTrusted() ? HERE : found.rest()) {
            path = path.resolve(name);
            status = files.read(path);
            if (status.is(Status.SYMBOLIC_LINK)) {
                throw new UntrustedPathException(
                        shown(path) + " is a symbolic link that another user can have put there");
            }
        }
        if (!status.is(Status.DIRECTORY)) {
            throw new NotDirectoryException(shown(path));
        }
        if (!isOurs(status)) {
            throw new UntrustedPathException(ownedByAnother(path, status));
        }
    }

    /**
     * Refuses a directory that another user can replace, or in which another user can replace something.
     *
     * @param directory absolute
     * @throws UntrustedPathException with a clause for people if it is refused
     * @throws NoSuchFileException if it does not exist
     * @throws IOException if it cannot be examined
     */
    public void requireOwnEntries(Path directory) throws IOException {
        Resolution found = resolve(directory);
        Optional<String> objection = found.isTrusted()
                ? objectionToEntriesOf(found.trusted(), files.read(found.trusted()))
                : found.objection();
        if (objection.isPresent()) {
            throw new UntrustedPathException(objection.get());
        }
    }

    /**
     * Opens a directory so that it stays the same whatever others do to its path.
     *
     * @param directory absolute
     * @throws UntrustedPathException with a clause for people if there is a symbolic link on the way that another user
     *     can have put there
     * @throws IOException if it cannot be opened
     */
    public GuardedDirectory open(Path directory) throws IOException {
        return GuardedDirectory.open(resolve(directory));
    }

    /** Why others can replace what is in the directory. */
    private Optional<String> objectionToEntriesOf(Path directory, Status status) {
        if (!isOurs(status)) {
            return Optional.of(ownedByAnother(directory, status));
        }
        return status.isWritableByOthers() && !status.isSticky()
                ? Optional.of("%s can be changed by other users (mode %04o)"
                        .formatted(shown(directory), status.mode() & 07777))
                : Optional.empty();
    }

    private boolean isOurs(Status status) {
        return status.owner() == ROOT || status.owner() == user;
    }

    private static String ownedByAnother(Path path, Status status) {
        return shown(path) + " belongs to another user (uid " + status.owner() + ")";
    }

    static String shown(Path path) {
        return TextSanitizer.excerpt(path.toString());
    }

    private static Status read(Path path) throws IOException {
        Map<String, Object> found = Files.readAttributes(path, "unix:mode,uid,nlink", LinkOption.NOFOLLOW_LINKS);
        return new Status(number(found, "mode"), number(found, "uid"), number(found, "nlink"));
    }

    private static int number(Map<String, Object> attributes, String name) throws IOException {
        if (attributes.get(name) instanceof Integer number) {
            return number;
        }
        throw new IOException("no attribute " + name);
    }

    /** The uid of this process; root's where it cannot be found out: then nobody else is trusted. */
    public static int ownUser() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid ? uid : ROOT;
        } catch (IOException | UnsupportedOperationException e) {
            return ROOT;
        }
    }

    /** Somebody who is not trusted can have put a file, a link or a directory there. */
    public static final class UntrustedPathException extends IOException {

        private static final long serialVersionUID = 1;

        private final String clause;

        UntrustedPathException(String clause) {
            super(clause);
            this.clause = clause;
        }

        /** What and who, for a log line. */
        public String clause() {
            return clause;
        }
    }
}
