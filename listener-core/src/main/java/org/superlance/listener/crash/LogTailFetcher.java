package org.superlance.listener.crash;

import java.util.List;
import java.util.stream.Collectors;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.util.TextSanitizer;

/** Fetches the last lines of processes' own logs, until supervisord does not answer. */
final class LogTailFetcher {

    private static final int BYTES = 16 << 10;
    private static final int MAX_LINE_LENGTH = 500;

    private final SupervisorClient supervisor;
    private final int lines;
    private boolean silent;

    LogTailFetcher(SupervisorClient supervisor, int lines, boolean silent) {
        this.supervisor = supervisor;
        this.lines = lines;
        this.silent = silent;
    }

    /** The end of its stderr log, or of its stdout log if there is nothing else, under a heading; empty for none. */
    String of(ProcessInfo process) {
        Namespec name = process.name();
        String stderr = process.stderrLog().isEmpty() ? "" : fetch(supervisor::tailStderr, name);
        if (!stderr.isEmpty()) {
            return "The end of its stderr log:\n" + stderr;
        }
        String stdout = process.stdoutLog().isEmpty() ? "" : fetch(supervisor::tailStdout, name);
        return stdout.isEmpty() ? "" : "The end of its stdout log:\n" + stdout;
    }

    private String fetch(TailCall tailCall, Namespec name) {
        if (silent || lines == 0) {
            return "";
        }
        RpcResult<String> result = tailCall.tail(name, BYTES);
        silent = result instanceof RpcResult.NoResponse;
        return last(result.value().orElse(""), lines);
    }

    /** The last lines, each bounded, harmless and without the end of line that a log may lack. */
    static String last(String text, int lines) {
        List<String> all = TextSanitizer.multiLine(text.strip(), BYTES).lines().toList();
        return all.subList(Math.max(0, all.size() - lines), all.size()).stream()
                .map(line -> line.length() > MAX_LINE_LENGTH
                        ? TextSanitizer.singleLine(line, MAX_LINE_LENGTH)
                        : line.stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private interface TailCall {
        RpcResult<String> tail(Namespec name, int bytes);
    }
}
