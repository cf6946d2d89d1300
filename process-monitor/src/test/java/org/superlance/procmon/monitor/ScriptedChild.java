package org.superlance.procmon.monitor;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.superlance.procmon.spawn.Child;
import org.superlance.procmon.spawn.ProcessExit;

/** A child that does with signals what the test wants; at first, what most do. */
final class ScriptedChild implements Child {

    private static final int BY_TERM = 143;
    private static final int BY_KILL = 137;

    private final long pid;
    private final CompletableFuture<ProcessExit> exit = new CompletableFuture<>();
    private final List<String> signals = new ArrayList<>();
    private boolean stubborn;
    private boolean hasOffspring;

    ScriptedChild(long pid) {
        this.pid = pid;
    }

    /** Neither it nor its offspring ends by SIGTERM. */
    ScriptedChild stubborn() {
        stubborn = true;
        return this;
    }

    /** It leaves others of its group behind. */
    ScriptedChild withOffspring() {
        hasOffspring = true;
        return this;
    }

    void end(int status) {
        exit.complete(new ProcessExit(status));
    }

    /** Those that it got, {@code group:} in front of those for its group. */
    List<String> signals() {
        return signals;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public OutputStream stdin() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream stdout() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream stderr() {
        return InputStream.nullInputStream();
    }

    @Override
    public CompletionStage<ProcessExit> exit() {
        return exit.minimalCompletionStage();
    }

    @Override
    public Optional<ProcessExit> ended() {
        return Optional.ofNullable(exit.getNow(null));
    }

    @Override
    public void signal(String signal) {
        if (!exit.isDone()) {
            signals.add(signal);
        }
        if (signal.equals("TERM") && !stubborn) {
            end(BY_TERM);
        }
    }

    @Override
    public void signalGroup(String signal) {
        signals.add("group:" + signal);
        if (signal.equals("KILL") || !stubborn) {
            hasOffspring = false;
            end(signal.equals("KILL") ? BY_KILL : BY_TERM);
        }
    }

    @Override
    public boolean isGroupAlive() {
        return !exit.isDone() || hasOffspring;
    }
}
