package org.superlance.procmon.monitor;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.superlance.procmon.spawn.Child;
import org.superlance.procmon.spawn.ProcessExit;

/** Since it was started. */
final class RunningState implements ProcessLifecycleState {

    private final MonitoredProcess process;
    private final Child child;
    private final Instant since;
    private final CompletableFuture<ProcessExit> exit;

    RunningState(MonitoredProcess process, Child child, Instant since) {
        this.process = process;
        this.child = child;
        this.since = since;
        this.exit = child.exit().toCompletableFuture();
    }

    @Override
    public void begin() {
        process.context().when(exit, this::ended);
    }

    @Override
    public void restart() {
        process.enter(new StoppingState(process, child, process::launchAfresh));
    }

    @Override
    public void remove() {
        process.enter(new StoppingState(process, child, process::vanish));
    }

    /** In case that its end was missed. */
    @Override
    public void check(Instant now) {
        if (exit.isDone()) {
            ended();
        }
    }

    @Override
    public void signal(String signal) {
        child.signal(signal);
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(child.pid());
    }

    private void ended() {
        if (process.isIn(this)) {
            process.ended(child, since, exit.join());
        }
    }
}
