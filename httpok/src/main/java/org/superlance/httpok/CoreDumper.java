package org.superlance.httpok;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
        Process shell = new ProcessBuilder("/bin/sh", "-c", line)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .start();
        OutputCollector output = OutputCollector.of(shell.getInputStream());
        try {
            if (!shell.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill(shell);
                LOG.error("{}: '{}' is killed after {} s; it is restarted", process.name(), line, limit.toSeconds());
                return output.text() + "killed after " + limit.toSeconds() + " s\n";
            }
            String said = output.text();
            if (shell.exitValue() != 0) {
                LOG.error(
                        "{}: '{}' ended with status {}: {}",
                        process.name(),
                        line,
                        shell.exitValue(),
                        TextSanitizer.excerpt(said));
                return said + "ended with status " + shell.exitValue() + "\n";
            }
            LOG.info("{}: a core is written by '{}'", process.name(), line);
            return said;
        } finally {
            kill(shell);
        }
    }

    private static void kill(Process shell) {
        try (Stream<ProcessHandle> descendants = shell.descendants()) {
            ProcessHandle[] children = descendants.toArray(ProcessHandle[]::new);
            shell.destroyForcibly();
            for (ProcessHandle child : children) {
                child.destroyForcibly();
            }
        }
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
