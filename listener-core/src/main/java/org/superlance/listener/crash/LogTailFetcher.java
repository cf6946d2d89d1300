package org.superlance.listener.crash;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.util.TextSanitizer;

/**
 * Fetches the last lines of processes' own logs: from the file where that is safe, else from supervisord. A supervisord
 * that does not answer is not asked again.
 *
 * <p>The file comes first, because supervisord fails with an internal error where one byte is not UTF-8, and each time
 * writes a traceback into the log in which the causes of the deaths are looked for.
 */
final class LogTailFetcher {

    private static final int BYTES = 16 << 10;
    private static final int MAX_LINE_LENGTH = 500;
    private static final String NO_TAIL = "No log tail: ";
    private static final String NO_ANSWER = "supervisord did not answer";

    private final SupervisorClient supervisor;
    private final Optional<List<ProcessInfo>> processes;
    private final int lines;
    private boolean silent;
    private Optional<Boolean> local = Optional.empty();

    /**
     * One for the failures that are looked at together.
     *
     * @param processes supervisord's table; empty if it did not answer
     * @param lines how many to fetch; 0 for none
     * @param silent whether supervisord has stopped answering
     */
    LogTailFetcher(SupervisorClient supervisor, Optional<List<ProcessInfo>> processes, int lines, boolean silent) {
        this.supervisor = supervisor;
        this.processes = processes;
        this.lines = lines;
        this.silent = silent;
    }

    /**
     * The end of its stderr log, or of its stdout log if there is nothing else, under a heading; or a sentence why there is
     * none. Empty if none is asked for.
     */
    String of(Namespec name) {
        if (lines == 0) {
            return "";
        }
        if (processes.isEmpty()) {
            return NO_TAIL + NO_ANSWER;
        }
        return processes.get().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .map(this::of)
                .orElse(NO_TAIL + "supervisord has no program of this name");
    }

    private String of(ProcessInfo process) {
        Tail stderr = fetch("stderr", process.stderrLog(), process.name(), supervisor::tailStderr);
        if (!stderr.text().isEmpty()) {
            return stderr.underHeading();
        }
        Tail stdout = fetch("stdout", process.stdoutLog(), process.name(), supervisor::tailStdout);
        if (stdout.text().isEmpty()) {
            return NO_TAIL + (stderr.why().equals(stdout.why()) ? stdout.why() : stderr.why() + "; " + stdout.why());
        }
        return (stderr.failed() ? "No end of its stderr log: " + stderr.why() + "\n" : "") + stdout.underHeading();
    }

    /**
     * The last lines of a log.
     *
     * @param text empty for none
     * @param why there is none
     * @param failed whether there may be some that could not be read
     */
    private record Tail(String stream, String text, String why, boolean failed) {

        String underHeading() {
            return "The end of its " + stream + " log:\n" + text;
        }
    }

    private Tail fetch(String stream, String log, Namespec name, TailCall tailCall) {
        if (log.isEmpty()) {
            return new Tail(stream, "", "it has no " + stream + " log", false);
        }
        String nothing = "its " + stream + " log is empty";
        ProcessLogFile.Content file = isLocal() ? ProcessLogFile.tail(log, BYTES) : ProcessLogFile.Content.ELSEWHERE;
        if (file.text().isPresent()) {
            return new Tail(stream, last(file.text().get()), nothing, false);
        }
        if (silent) {
            return new Tail(stream, "", NO_ANSWER, true);
        }
        RpcResult<String> result = tailCall.tail(name, BYTES);
        if (result.value().isPresent()) {
            String why = log.startsWith("/dev/") ? "its " + stream + " goes to " + TextSanitizer.excerpt(log) : nothing;
            return new Tail(stream, last(result.value().get()), why, false);
        }
        return new Tail(stream, "", whyNot(stream, result, file), !result.isFault(Fault.NO_FILE));
    }

    private String whyNot(String stream, RpcResult<String> result, ProcessLogFile.Content file) {
        if (result.isFault(Fault.NO_FILE)) {
            return "its " + stream + " log does not exist";
        }
        if (result instanceof RpcResult.NoResponse<String> noResponse) {
            silent = !noResponse.answered();
            return silent
                    ? NO_ANSWER
                    : "supervisord cannot hand over its " + stream
                            + " log, as where a byte is not UTF-8; its file is not read: " + file.why();
        }
        return result.sentence();
    }

    private boolean isLocal() {
        if (local.isEmpty() && !silent) {
            RpcResult<Long> pid = supervisor.pid();
            silent = pid instanceof RpcResult.NoResponse<Long> noResponse && !noResponse.answered();
            local = Optional.of(pid.value()
                    .map(server -> ProcessLogFile.isOnThisMachine(server, processes.orElse(List.of())))
                    .orElse(false));
        }
        return local.orElse(false);
    }

    /** The last lines, each bounded, harmless and without the end of line that a log may lack. */
    private String last(String text) {
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
