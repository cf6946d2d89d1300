package org.superlance.procmon.spawn;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.ProcessGroupTable;

/** A child of this JVM. */
final class ProcessChild implements Child {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessChild.class);

    private final Process process;
    private final ProcessHandle handle;
    private final boolean leadsGroup;
    private final ProcessGroupTable groups;
    private final ProcessGroupReaper guard;
    private final CompletableFuture<ProcessExit> exit;

    /** @param leadsGroup whether it has a process group of its own */
    ProcessChild(Process process, boolean leadsGroup, ProcessGroupTable groups, ProcessGroupReaper guard) {
        this.process = process;
        this.handle = process.toHandle();
        this.leadsGroup = leadsGroup;
        this.groups = groups;
        this.guard = guard;
        if (leadsGroup) {
            guard.onLeader(process.pid());
        }
        this.exit = process.onExit().thenApply(ended -> {
            watchGroup();
            return new ProcessExit(ended.exitValue());
        });
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    @Override
    public InputStream stdout() {
        return process.getInputStream();
    }

    @Override
    public InputStream stderr() {
        return process.getErrorStream();
    }

    @Override
    public CompletionStage<ProcessExit> exit() {
        return exit.minimalCompletionStage();
    }

    @Override
    public void signal(String signal) {
        if (handle.isAlive()) {
            kill(signal, Long.toString(pid()));
        }
    }

    @Override
    public void signalGroup(String signal) {
        if (!leadsGroup) {
            signal(signal);
        } else if (ownsPid()) {
            kill(signal, "-" + pid());
        }
    }

    @Override
    public boolean isGroupAlive() {
        if (handle.isAlive()) {
            return true;
        }
        if (leadsGroup && ownsPid() && groups.isAlive(pid())) {
            return true;
        }
        guard.forget(pid());
        return false;
    }

    private void watchGroup() {
        if (leadsGroup && isGroupAlive()) {
            guard.onLeaderless(pid());
        }
    }

    /** As long as the group has a process, its number is given to no new one; a process that has it tells otherwise. */
    private boolean ownsPid() {
        return ProcessHandle.of(pid()).map(handle::equals).orElse(true);
    }

    private void kill(String signal, String target) {
        List<String> command = List.of("/bin/sh", "-c", "kill -s \"$1\" -- \"$2\"", "kill", signal, target);
        try {
            CompletionStage<Process> sent = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .onExit();
            sent.thenAccept(kill -> {
                if (kill.exitValue() != 0 && handle.isAlive()) {
                    LOG.error("SIG{} does not reach pid {}: have we the right to signal it?", signal, pid());
                }
            });
        } catch (IOException e) {
            LOG.error("SIG{} cannot be sent to pid {}: {}", signal, pid(), e.getMessage());
        }
    }
}
