package org.superlance.procmon.server;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.conf.ProgramSpec;
import org.superlance.procmon.pool.EventBus;
import org.superlance.procmon.pool.Listener;
import org.superlance.procmon.pool.ListenerProcess;
import org.superlance.procmon.pool.Pool;
import org.superlance.procmon.program.Program;

/** What a listener writes on its stdout is the event protocol. */
final class ListenerOutlet extends ProgramOutlet implements ListenerProcess {

    private final String name;
    private final Executor loop;
    private final Listener listener;
    private @Nullable Program program;

    ListenerOutlet(Namespec name, ProgramSpec.Output output, EventBus bus, Pool pool, Executor loop) {
        super(name, output, bus);
        this.name = name.name();
        this.loop = loop;
        this.listener = pool.add(this);
    }

    /** The program whose process it is. */
    void attach(Program ours) {
        program = ours;
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
        return program != null && program.state() == ProcessState.RUNNING;
    }

    @Override
    public boolean write(byte[] bytes, Runnable failed) {
        return Objects.requireNonNull(program).write(bytes, () -> loop.execute(failed));
    }
}
