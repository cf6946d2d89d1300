package org.superlance.listener.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.process.CommandExecutor.Limits;
import org.superlance.listener.process.CommandExecutor.Outcome;
import org.superlance.listener.process.ProcPidFiles.ProcPidStat;
import org.superlance.listener.process.ProcessTable.MemorySnapshot;
import org.superlance.listener.process.ProcessTable.ProcessTableException;
import org.superlance.listener.process.ProcessTree.MemorySum;
import org.superlance.listener.process.ProcessTree.MemorySum.Share;

/**
 * The table of processes as {@code ps} prints it, for systems without {@code /proc}. It knows only the RSS: whoever
 * asks for another measure gets that, marked as fallen back. One {@code ps} runs per reading.
 *
 * <p>Source: ps of POSIX, with {@code rss} in kilobytes as in BSD, macOS and procps.
 */
public final class PsTable implements ProcessTable {

    private static final List<String> PS = List.of("ps", "-axo", "pid=,ppid=,rss=");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MAX_OUTPUT = 16 << 20;
    private static final int MAX_QUOTED = 200;

    private final List<String> command;
    private final Duration limit;

    /** The {@code ps} that {@code PATH} finds. */
    public PsTable() {
        this(PS, LIMIT);
    }

    PsTable(List<String> command, Duration limit) {
        this.command = List.copyOf(command);
        this.limit = limit;
    }

    @Override
    public MemorySnapshot memory(Collection<Long> pids, Measure measure, boolean withDescendants)
            throws ProcessTableException {
        if (pids.isEmpty()) {
            return new MemorySnapshot(Map.of(), Set.of());
        }
        boolean fallenBack = measure != Measure.RSS;
        ProcessTree rows = parse(output());
        return new MemorySum(
                        withDescendants ? rows.descendants()::of : rows::only,
                        row -> new Share(row.resident(), 0, fallenBack))
                .of(pids);
    }

    private byte[] output() throws ProcessTableException {
        Outcome outcome = run();
        if (outcome.isOutputTooLong()) {
            throw failure("printed more than 16MB", null);
        }
        if (!outcome.isOutputComplete()) {
            throw failure("did not finish within " + limit.toSeconds() + " s", null);
        }
        if (outcome.status().isEmpty()) {
            throw failure("closed its output but did not exit", null);
        }
        if (!outcome.isSuccess()) {
            throw failure("exited with status " + outcome.status().getAsInt() + ": " + quote(outcome), null);
        }
        return outcome.bytes();
    }

    private Outcome run() throws ProcessTableException {
        try {
            return CommandExecutor.inLocaleC(command, new Limits(limit, limit, MAX_OUTPUT, true))
                    .run();
        } catch (IOException e) {
            throw failure("cannot be started (" + e.getMessage() + "); install the package procps", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was aborted because this command is exiting", e);
        }
    }

    private ProcessTableException failure(String what, @Nullable Throwable cause) {
        return new ProcessTableException(
                "cannot list processes: command '" + String.join(" ", command) + "' " + what, cause);
    }

    private static String quote(Outcome outcome) {
        int length = Math.min(MAX_QUOTED, outcome.bytes().length);
        String text = new String(outcome.bytes(), 0, length, StandardCharsets.UTF_8);
        return text.isBlank() ? "no output" : text.strip().replaceAll("\\p{Cntrl}+", " / ");
    }

    private static ProcessTree parse(byte[] output) throws ProcessTableException {
        ProcessTree rows = new ProcessTree();
        int found = 0;
        int line = 0;
        for (int at = 0; at <= output.length; at++) {
            if (at == output.length || output[at] == '\n') {
                found += add(output, line, at, rows) ? 1 : 0;
                line = at + 1;
            }
        }
        if (found == 0) {
            throw new ProcessTableException("ps printed no process; check that PATH finds the ps of this system first");
        }
        return rows;
    }

    private static boolean add(byte[] output, int from, int end, ProcessTree rows) {
        long[] columns = new long[3];
        int at = from;
        for (int column = 0; column < columns.length; column++) {
            while (at < end && output[at] == ' ') {
                at++;
            }
            columns[column] = ProcPidStat.digits(output, at, end);
            if (columns[column] < 0) {
                return false;
            }
            while (at < end && output[at] != ' ') {
                at++;
            }
        }
        rows.add(columns[0], columns[1], Math.min(columns[2], Long.MAX_VALUE / 1024) * 1024);
        return true;
    }
}
