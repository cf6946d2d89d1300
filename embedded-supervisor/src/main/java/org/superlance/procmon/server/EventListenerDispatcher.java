package org.superlance.procmon.server;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.eventlistener.EventBus;
import org.superlance.procmon.eventlistener.EventListenerPool;
import org.superlance.procmon.eventlistener.EventListenerProcess;
import org.superlance.procmon.eventlistener.EventListenerProcess.EventListenerHandle;
import org.superlance.procmon.subprocess.Subprocess;

/** What a listener writes on its stdout is the event protocol. */
final class EventListenerDispatcher extends ProcessOutputDispatcher implements EventListenerHandle {

    private final String name;
    private final Executor loop;
    private final EventListenerProcess listener;
    private @Nullable Subprocess process;

    EventListenerDispatcher(
            Namespec name, ProgramConfig.Output output, EventBus bus, EventListenerPool pool, Executor loop) {
        super(name, output, bus);
        this.name = name.name();
        this.loop = loop;
        this.listener = pool.add(this);
    }

    /** The program whose process it is. */
    void attach(Subprocess ours) {
        process = ours;
    }

    @Override
    public boolean wantsStdout() {
        return true;
    }

    @Override
    public void started() {
        listener.started();
    }

    @Override
    public void stdout(long pid, byte[] bytes) {
        listener.received(bytes);
    }

    @Override
    public void ended() {
        listener.ended();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isRunning() {
        return process != null && process.state() == ProcessState.RUNNING;
    }

    @Override
    public boolean write(byte[] bytes, Runnable failed) {
        return Objects.requireNonNull(process).write(bytes, () -> loop.execute(failed));
    }
}
