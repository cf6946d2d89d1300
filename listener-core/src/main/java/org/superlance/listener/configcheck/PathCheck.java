package org.superlance.listener.configcheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.superlance.listener.cli.FileUse;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.state.TrustedPath.UntrustedPathException;

/** Checks that the user of a listener can use its files, without writing anything. For one thread. */
public final class PathCheck {

    private final FileRights rights;

    /** @param rights of the listener */
    public PathCheck(FileRights rights) {
        this.rights = rights;
    }

    /**
     * Checks a state directory.
     *
     * @param own the name of the listener's own directory in it
     */
    public Optional<Diagnostic> state(Path base, String own) throws InterruptedException {
        String who = "the state directory " + base;
        if (!Files.exists(base)) {
            return Optional.of(Diagnostic.problem(
                    who + " does not exist; create it for the listener's user: install -d -m 0700 " + base));
        }
        if (!Files.isDirectory(base)) {
            return Optional.of(Diagnostic.problem(who + " is not a directory; specify another one"));
        }
        Path place = base.resolve(own);
        Optional<Diagnostic> refused = refused(base).or(() -> refused(place));
        if (refused.isPresent()) {
            return refused;
        }
        Path directory = Files.exists(place) ? place : base;
        Path lock = place.resolve(StateDirectory.LOCK);
        Path denied = rights.canWrite(directory) ? lock : directory;
        return denied.equals(lock) && (!Files.exists(lock) || rights.canWrite(lock))
                ? Optional.empty()
                : Optional.of(Diagnostic.problem(who + " is not usable: user " + rights.user() + " cannot write to "
                        + denied + ": " + rights.obstacle(denied) + "; change the owner: chown -R " + rights.user()
                        + " "
                        + directory));
    }

    /** The listener does not use what another user has made. */
    private Optional<Diagnostic> refused(Path directory) {
        try {
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                rights.paths().requireOwn(directory.toAbsolutePath());
            }
            return Optional.empty();
        } catch (UntrustedPathException e) {
            return Optional.of(Diagnostic.problem("the listener, as user " + rights.user()
                    + ", refuses the state directory " + directory + ": " + e.getMessage()
                    + "; if nobody else has changed it: chown -R " + rights.user() + " " + directory
                    + "; otherwise specify another one"));
        } catch (IOException e) {
            // what this user may not look at is reported when it is to be written to
            return Optional.empty();
        }
    }

    /** Checks the file of {@code --metrics-file}. */
    public Optional<Diagnostic> metrics(Path file) throws InterruptedException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || Files.isDirectory(file)) {
            return Optional.of(
                    Diagnostic.problem("the metrics file " + file + " is a directory; specify a file in it"));
        }
        if (!Files.isDirectory(directory)) {
            return Optional.of(Diagnostic.problem("the directory " + directory
                    + " of --metrics-file does not exist; create it, or specify the one that the node exporter reads"));
        }
        if (!rights.canWrite(directory)) {
            return Optional.of(
                    Diagnostic.problem("the metrics file " + file + " cannot be written: user " + rights.user()
                            + " cannot write to " + directory + ": " + rights.obstacle(directory)
                            + "; change the owner or the mode"));
        }
        return file.toString().endsWith(".prom")
                ? Optional.empty()
                : Optional.of(Diagnostic.problem("the node exporter ignores the metrics file " + file.getFileName()
                        + ": it reads only names that end in .prom; rename the file"));
    }

    /** Checks a file that an option names. One that is missing is left to those who know whether it is needed. */
    public Optional<Diagnostic> named(FileUse use) throws InterruptedException {
        Path path = use.path();
        boolean allowed =
                !Files.exists(path) || (use.kind() == FileUse.Kind.READ ? rights.canRead(path) : rights.canWrite(path));
        String verb = switch (use.kind()) {
            case READ -> "read ";
            case WRITE -> "write to ";
            case CONNECT -> "connect to ";
        };
        return allowed
                ? Optional.empty()
                : Optional.of(Diagnostic.problem("user " + rights.user() + " cannot " + verb + path + " of "
                        + use.option() + ": " + rights.obstacle(path) + "; change the owner or the mode"));
    }

    /** Checks supervisord's own socket. */
    public Optional<Diagnostic> socket(Path socket) throws InterruptedException {
        return !Files.exists(socket) || rights.canWrite(socket)
                ? Optional.empty()
                : Optional.of(
                        Diagnostic.problem(
                                "the listener cannot call supervisord: user " + rights.user()
                                        + " cannot connect to " + socket + ": " + rights.obstacle(socket)
                                        + "; set chown= or chmod= in [unix_http_server], and let the user search the directories above"));
    }
}
