package org.superlance.procmon.monitor;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.Backoff;
import org.superlance.procmon.monitor.MonitorContext.Timer;
import org.superlance.procmon.monitor.ProcessEvent.Killed;
import org.superlance.procmon.monitor.ProcessEvent.LeftBehind;
import org.superlance.procmon.monitor.ProcessEvent.Stopped;
import org.superlance.procmon.spawn.Child;
import org.superlance.procmon.spawn.ProcessExit;

/**
 * Until nothing is left of its process group. The child itself is told first, so that it can lead its own children to
 * their end; when it has gone, those that are left are told; after the kill time all of them are killed.
 */
final class StoppingState implements ProcessLifecycleState {

    private static final Backoff POLL_BACKOFF = new Backoff(Duration.ofMillis(10), 1.5, Duration.ofMillis(250));

    private final MonitoredProcess process;
    private final MonitorContext context;
    private final Child child;
    private final CompletableFuture<ProcessExit> exit;
    private final boolean endedByItself;
    private Runnable next;
    private @Nullable Timer kill;
    private boolean restIsTold;
    private int looks;

    /** @param next what is to be done then */
    StoppingState(MonitoredProcess process, Child child, Runnable next) {
        this.process = process;
        this.context = process.context();
        this.child = child;
        this.next = next;
        this.exit = child.exit().toCompletableFuture();
        this.endedByItself = exit.isDone();
    }

    @Override
    public void begin() {
        child.signal("TERM");
        kill = context.after(context.killTime(), this::kill);
        poll();
    }

    @Override
    public void restart() {
        next = process::launchAfresh;
    }

    @Override
    public void remove() {
        next = process::vanish;
    }

    @Override
    public void signal(String signal) {
        child.signal(signal);
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(child.pid());
    }

    private void poll() {
        if (exit.isDone() && !child.isGroupAlive()) {
            leave();
            return;
        }
        if (exit.isDone() && !restIsTold) {
            restIsTold = true;
            context.publish(new LeftBehind(process.name(), child.pid()));
            child.signalGroup("TERM");
        }
        looks++;
        context.after(POLL_BACKOFF.delayAfter(looks), this::poll);
    }

    private void kill() {
        if (process.isIn(this)) {
            context.publish(new Killed(process.name(), child.pid(), context.killTime()));
            child.signalGroup("KILL");
        }
    }

    private void leave() {
        if (kill != null) {
            kill.cancel();
        }
        if (!endedByItself) {
            context.publish(new Stopped(process.name(), child.pid(), exit.join()));
        }
        next.run();
    }
}
