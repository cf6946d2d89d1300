package org.superlance.procmon.embedded;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.superlance.procmon.log.ServerLog;

/** The pid file, while the server is running. */
final class PidFile {

    private final Path path;
    private final ServerLog log;
    private boolean written;

    PidFile(Path path, ServerLog log) {
        this.path = path;
        this.log = log;
    }

    void write() {
        try {
            // no link is followed: in /tmp somebody else could have put it there
            Files.writeString(
                    path, ProcessHandle.current().pid() + "\n", CREATE, WRITE, TRUNCATE_EXISTING, NOFOLLOW_LINKS);
            written = true;
        } catch (IOException e) {
            log.critical("could not write pidfile " + path + " (" + e.getMessage() + ")");
        }
    }

    /** Removes it, if this process has written it. */
    void remove() {
        try {
            // /dev/null and the like are left alone
            if (written && Files.isRegularFile(path, NOFOLLOW_LINKS)) {
                Files.delete(path);
            }
        } catch (IOException e) {
            log.warn("could not remove pidfile " + path + " (" + e.getMessage() + ")");
        }
    }
}
