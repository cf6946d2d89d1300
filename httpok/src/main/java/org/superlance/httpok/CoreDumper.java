package org.superlance.httpok;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.CommandExecutor;
import org.superlance.listener.process.CommandExecutor.Limits;
import org.superlance.listener.process.CommandExecutor.Outcome;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.TextSanitizer;

/**
 * Has the core of a process written before it is stopped.
 *
 * @param command a shell command line that takes the file and the pid as two more words
 * @param directory made where it is missing, for this user alone: a core holds every secret of the process
 */
record CoreDumper(String command, Path directory, Duration limit) {

    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(CoreDumper.class);
    private static final int MAX_NAME_LENGTH = 100;
    private static final int MAX_OUTPUT = 8 << 10;
    private static final Duration OUTPUT_GRACE = Duration.ofSeconds(10);

    /** Writes the core; returns what the command said, or why there is no core. */
    String dump(ProcessInfo process) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return run(process);
        } catch (IOException e) {
            LOG.error(
                    "{}: no core is written, {} cannot be used ({}); it is restarted without",
                    process.name(),
                    directory,
                    e.toString());
            return "no core: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "no core: this listener is ending";
        }
    }

    private String run(ProcessInfo process) throws IOException, InterruptedException {
        String line = command + " " + quoted(file(process.name())) + " " + process.pid();
        Limits limits = new Limits(limit, OUTPUT_GRACE, MAX_OUTPUT, false);
        Outcome outcome =
                CommandExecutor.ofShell(line, environment -> {}, limits).run();
        String said = lines(outcome.text());
        if (outcome.status().isEmpty()) {
            LOG.error("{}: '{}' is killed after {} s; it is restarted", process.name(), line, limit.toSeconds());
            return said + "killed after " + limit.toSeconds() + " s\n";
        }
        if (!outcome.isSuccess()) {
            int status = outcome.status().getAsInt();
            LOG.error("{}: '{}' ended with status {}: {}", process.name(), line, status, TextSanitizer.excerpt(said));
            return said + "ended with status " + status + "\n";
        }
        LOG.info("{}: a core is written by '{}'", process.name(), line);
        return said;
    }

    private static String lines(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    /** Stays in the directory whatever the name holds. */
    String file(Namespec name) {
        String safe = name.toString().replaceAll("[/\\p{Cntrl}]", "_").replaceFirst("^\\.", "_");
        int end = Math.min(MAX_NAME_LENGTH, safe.length());
        return directory.toAbsolutePath().resolve(safe.substring(0, end)).toString();
    }

    /** One word for a shell. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
