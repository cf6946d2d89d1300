package org.superlance.listener.process;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A command whose listener was killed while it ran, for the next run of that listener.
 *
 * @param identity as {@link ProcessIdentity} has it, with the start: a pid alone may be another's by now
 */
public record OrphanedCommand(String identity) {

    private static final long KILL_GRACE_MILLIS = 2_000;

    /** Whether it runs on. */
    public boolean isAlive() {
        return new ProcessIdentity().isAlive(identity);
    }

    /** Its pid, if it is alive. */
    public long pid() {
        return Long.parseLong(identity.substring(0, identity.indexOf('/')));
    }

    /** Kills it, if it is alive, with its descendants and its session, and waits a moment for its end. */
    public void kill() throws InterruptedException {
        // a handle knows when its process was started: it is made first, so that the pid cannot be another's by now
        Optional<ProcessHandle> process = isAlive() ? ProcessHandle.of(pid()) : Optional.empty();
        if (process.isEmpty() || !isAlive()) {
            return;
        }
        List<ProcessHandle> descendants = process.get().descendants().toList();
        process.get().destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        new ProcessGroupTable().killSession(pid());
        try {
            process.get().onExit().get(KILL_GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // whoever asks whether it is alive learns it
            return;
        }
    }
}
