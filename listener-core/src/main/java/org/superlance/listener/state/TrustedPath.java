package org.superlance.listener.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.util.TextSanitizer;

/**
 * Checks of a file that nobody but root and the user of this process can have put another file, a link or a FIFO in its
 * place, now or between the check and its opening.
 *
 * <p>Each directory above it must belong to one of the two and be writable by nobody else, or be sticky, as {@code /tmp}
 * is. The file too must belong to one of the two: the owner of a file can hold up its opening with a lease. It must have
 * one name only, since whoever may write into a sticky directory may be able to link another's file there.
 *
 * <p>Source: inode(7), fcntl(2).
 */
public final class TrustedPath {

    private static final int ROOT = 0;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int STICKY = 01000;

    private final StatusReader files;
    private final int user;

    /** For files of this machine, and the user of this process. */
    public TrustedPath() {
        this(TrustedPath::read, ownUser());
    }

    /** @param user the uid that is trusted beside root's */
    TrustedPath(StatusReader files, int user) {
        this.files = files;
        this.user = user;
    }

    /** Reads the status of a file or directory, and of a symbolic link itself. */
    interface StatusReader {
        Status read(Path path) throws IOException;
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
    }

    /**
     * Why the file must not be opened, as a clause; empty if it may be.
     *
     * @param file absolute; without {@code .} and {@code ..}
     */
    public Optional<String> objection(Path file) {
        if (!file.isAbsolute() || !file.equals(file.normalize())) {
            return Optional.of(shown(file) + " is not a plain absolute path");
        }
        Path directory = file.getRoot();
        for (Path name : file) {
            Optional<String> objection = objectionToDirectory(directory);
            if (objection.isPresent()) {
                return objection;
            }
            directory = directory.resolve(name);
        }
        return objectionToFile(file);
    }

    private Optional<String> objectionToDirectory(Path directory) {
        return objection(directory, status -> {
            if (!status.is(Status.DIRECTORY)) {
                return Optional.of("is not a directory");
            }
            return (status.mode() & WRITABLE_BY_OTHERS) != 0 && (status.mode() & STICKY) == 0
                    ? Optional.of("can be changed by other users (mode %04o)".formatted(status.mode() & 07777))
                    : Optional.empty();
        });
    }

    private Optional<String> objectionToFile(Path file) {
        return objection(file, status -> {
            if (!status.is(Status.REGULAR)) {
                return Optional.of("is not a regular file");
            }
            return status.links() == 1 ? Optional.empty() : Optional.of("has several names (hard links)");
        });
    }

    private Optional<String> objection(Path path, Rule rule) {
        Status status;
        try {
            status = files.read(path);
        } catch (NoSuchFileException e) {
            return Optional.of(shown(path) + " does not exist");
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.of(shown(path) + " cannot be examined");
        }
        if (status.is(Status.SYMBOLIC_LINK)) {
            return Optional.of(shown(path) + " is a symbolic link");
        }
        if (status.owner() != ROOT && status.owner() != user) {
            return Optional.of(shown(path) + " belongs to another user (uid " + status.owner() + ")");
        }
        return rule.objection(status).map(why -> shown(path) + " " + why);
    }

    private interface Rule {
        Optional<String> objection(Status status);
    }

    private static String shown(Path path) {
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

    /** Of root where it cannot be found out: then nobody else is trusted. */
    private static int ownUser() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid ? uid : ROOT;
        } catch (IOException | UnsupportedOperationException e) {
            return ROOT;
        }
    }
}
