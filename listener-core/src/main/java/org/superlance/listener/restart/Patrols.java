package org.superlance.listener.restart;

import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.EventHandler;
import org.superlance.listener.event.TickEvent;

/** Sends a patrol out at every tick; a tick that finds the patrol before it still out is dropped. */
public final class Patrols implements EventHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Patrols.class);

    private final Patrol patrol;
    private final Executor worker;
    private final AtomicBoolean out = new AtomicBoolean();

    public Patrols(Patrol patrol, Executor worker) {
        this.patrol = patrol;
        this.worker = worker;
    }

    @Override
    public void handle(Event event) {
        if (!(event instanceof TickEvent tick)) {
            return;
        }
        if (out.compareAndSet(false, true)) {
            worker.execute(() -> round(tick.when()));
        } else {
            LOG.debug("tick {} dropped: the check before it is still going on", tick.when());
        }
    }

    private void round(Instant when) {
        try {
            patrol.round(when);
        } catch (CheckException e) {
            LOG.error("{}; trying again at the next tick", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the check ran into a fault of this program; trying again at the next tick", e);
        } finally {
            out.set(false);
        }
    }
}
