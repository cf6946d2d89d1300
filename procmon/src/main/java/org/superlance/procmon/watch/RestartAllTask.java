package org.superlance.procmon.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.util.LogOnce;
import org.superlance.procmon.watch.WatchLoop.WatchContext;

/** The rolling restart of all running programs, on request: SIGHUP, or {@code --restart-all-on}. */
final class RestartAllTask {

    private static final Logger LOG = LoggerFactory.getLogger(RestartAllTask.class);

    private final WatchContext context;
    private final RestartExecutor executor;
    private final Optional<FileChangeTrigger> file;
    private final AtomicReference<@Nullable String> requested = new AtomicReference<>();

    RestartAllTask(WatchContext context, RestartExecutor executor) {
        this.context = context;
        this.executor = executor;
        this.file = context.config().restartAllOn().map(FileChangeTrigger::new);
    }

    /** Requests it; may be called by any thread. */
    void request(String reason) {
        requested.set(reason);
    }

    /** Requests it if the file was touched. */
    void checkFile() {
        if (file.isPresent() && file.get().hasChanged()) {
            request(file.get().file + " was touched");
        }
    }

    /** Begins, if it is requested; leaves out programs that are being restarted already. */
    void run() {
        String reason = requested.get();
        Instant now = context.now();
        if (reason == null || context.availability().isPaused(now)) {
            return;
        }
        RpcResult<List<ProcessInfo>> result = context.supervisor().processes();
        if (!context.availability().isAvailable(result, now)) {
            return;
        }
        requested.compareAndSet(reason, null);
        List<Decision> decisions = context.selected(result.value().orElse(List.of())).stream()
                .filter(process -> process.state() == ProcessState.RUNNING)
                .filter(process -> !executor.isInProgress(process.name()))
                .map(process -> new Decision(
                        new CheckResult(process, true, "", "", reason, "restart_all"),
                        DecisionType.RESTART,
                        reason,
                        true))
                .toList();
        LOG.warn("rolling restart of all {} running programs: {}", decisions.size(), reason);
        executor.execute(decisions);
    }

    /** Notices that a file was created, touched, or replaced by another. */
    static final class FileChangeTrigger {

        private final Path file;
        private final LogOnce unreadable = new LogOnce();
        private String fingerprint = "";

        FileChangeTrigger(Path file) {
            this.file = file;
            this.fingerprint = fingerprint();
        }

        /** Whether that happened since the last call. That the file was deleted does not count. */
        boolean hasChanged() {
            String before = fingerprint;
            fingerprint = fingerprint();
            return !fingerprint.isEmpty() && !fingerprint.equals(before);
        }

        /** Empty where there is no file. */
        private String fingerprint() {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                unreadable.clear();
                return attributes.lastModifiedTime().toInstant() + " " + attributes.fileKey();
            } catch (NoSuchFileException e) {
                return "";
            } catch (IOException e) {
                if (unreadable.raise()) {
                    LOG.warn("cannot read {} (--restart-all-on): {}", file, String.valueOf(e));
                }
                return fingerprint;
            }
        }
    }
}
