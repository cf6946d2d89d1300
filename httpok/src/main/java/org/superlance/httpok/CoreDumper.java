package org.superlance.httpok;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.CommandExecutor;
import org.superlance.listener.process.CommandExecutor.Limits;
import org.superlance.listener.process.CommandExecutor.Outcome;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.TextSanitizer;

/**
 * Writes the core of a process before it is stopped.
 *
 * @param command a shell command line that takes the file and the pid as two more words
 * @param directory created if missing, for this user only: a core holds every secret of the process, and another user who
 *     could write into the directory could have it written over any file
 */
record CoreDumper(String command, Path directory, Duration limit, TrustedPath paths) {

    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(CoreDumper.class);
    /** What gdb says when the disk is full; gcore exits with 0 all the same. */
    private static final Pattern INCOMPLETE = Pattern.compile(
            "Failed to write corefile|writing note section \\(|No space left on device|Disk quota exceeded");

    private static final int MAX_NAME_LENGTH = 100;
    private static final int MAX_OUTPUT = 8 << 10;
    private static final int MAX_REASON = 200;
    private static final Duration OUTPUT_GRACE = Duration.ofSeconds(10);

    /**
     * Writes the core; returns the output of the command, or why there is no core.
     *
     * @param started receives the pid of the command as soon as it runs
     */
    String dump(ProcessInfo process, LongConsumer started) {
        try {
            String own = "httpok-" + System.getProperty("user.name");
            return run(process, paths.privateDirectory(directory.toAbsolutePath(), own), started);
        } catch (IOException e) {
            LOG.error(
                    "{}: no core written, directory {} cannot be used: {}; restarting without",
                    process.name(),
                    directory,
                    AtomicFile.reason(e));
            return "no core: " + AtomicFile.reason(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "no core: this listener is exiting";
        }
    }

    private String run(ProcessInfo process, Path place, LongConsumer started) throws IOException, InterruptedException {
        String line = command + " " + quoted(file(place, process.name())) + " " + process.pid();
        Limits limits = new Limits(limit, OUTPUT_GRACE, MAX_OUTPUT, false);
        Outcome outcome = CommandExecutor.ofShell(line, environment -> {}, limits)
                .inOwnSession()
                .keepingEnd()
                .run(started);
        String said = lines(outcome.text());
        if (outcome.status().isEmpty()) {
            LOG.error("{}: '{}' killed after {} s; restarting anyway", process.name(), line, limit.toSeconds());
            return said + "killed after " + limit.toSeconds() + " s\n";
        }
        if (!outcome.isSuccess()) {
            int status = outcome.status().getAsInt();
            LOG.error("{}: '{}' exited with status {}: {}", process.name(), line, status, reason(said));
            return said + "exited with status " + status + "\n";
        }
        if (INCOMPLETE.matcher(said).find()) {
            String advice = "the core is incomplete, and useless: delete it";
            LOG.error("{}: '{}': {}: {}", process.name(), line, advice, reason(said));
            return said + advice + "\n";
        }
        LOG.info("{}: core written by '{}'", process.name(), line);
        return said;
    }

    /** The last line about a core that is not complete, else the end: gdb says much before it. */
    private static String reason(String said) {
        String why = said.lines()
                .filter(line -> INCOMPLETE.matcher(line).find())
                .reduce((first, second) -> second)
                .orElse(said);
        return TextSanitizer.singleLineWithEnd(why, MAX_REASON);
    }

    private static String lines(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    /** A path in the directory, whatever the name contains. */
    private static String file(Path place, Namespec name) {
        String safe = name.toString().replaceAll("[/\\p{Cntrl}]", "_").replaceFirst("^\\.", "_");
        int end = Math.min(MAX_NAME_LENGTH, safe.length());
        return place.resolve(safe.substring(0, end)).toString();
    }

    /** One word for a shell. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
