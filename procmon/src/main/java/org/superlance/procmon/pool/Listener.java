package org.superlance.procmon.pool;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.procmon.log.ServerLog;

/**
 * One process of a pool, and how far it is with its event. Only the main loop uses it.
 *
 * <p>Source: supervisord 4.2's event listener protocol.
 */
public final class Listener {

    private static final String ACCEPTED = "OK";

    private final Pool pool;
    private final ListenerProcess process;
    private final ServerLog log;
    private final Answers answers = new Answers();
    private ListenerState state = ListenerState.ACKNOWLEDGED;
    private @Nullable Event event;

    Listener(Pool pool, ListenerProcess process, ServerLog log) {
        this.pool = pool;
        this.process = process;
        this.log = log;
    }

    /** A new process begins from the beginning. */
    public void started() {
        answers.clear();
        state = ListenerState.ACKNOWLEDGED;
        event = null;
    }

    /** It has written this on its stdout. */
    public void received(byte[] bytes) {
        if (state == ListenerState.UNKNOWN) {
            return;
        }
        answers.add(bytes);
        try {
            boolean more = !answers.isEmpty();
            while (more) {
                more = take() && !answers.isEmpty();
            }
        } catch (Answers.Garbage e) {
            distrust(e.getMessage());
        }
    }

    /** Its process has ended: an event that it had is for another. */
    public void ended() {
        Event unfinished = event;
        event = null;
        if (unfinished != null) {
            pool.takeBack(unfinished);
        }
    }

    boolean isReady() {
        return state == ListenerState.READY && process.isRunning();
    }

    /** Gives it the event; false if it could not be given. */
    boolean give(Event given, byte[] bytes) {
        if (!process.write(bytes, () -> notGiven(given))) {
            return false;
        }
        become(ListenerState.BUSY);
        event = given;
        log.debug("event " + given.serial() + " sent to listener " + process.name());
        return true;
    }

    private void notGiven(Event given) {
        if (given.equals(event)) {
            log.debug("listener " + process.name() + " does not read event " + given.serial());
            become(ListenerState.ACKNOWLEDGED);
            ended();
        }
    }

    /** False if what there is is not enough. */
    private boolean take() throws Answers.Garbage {
        return switch (state) {
            case ACKNOWLEDGED -> {
                boolean ready = answers.takeReady();
                if (ready) {
                    become(ListenerState.READY);
                }
                yield ready;
            }
            case BUSY -> {
                Optional<String> result = answers.takeResult();
                result.ifPresent(this::finish);
                yield result.isPresent();
            }
            case READY, UNKNOWN -> throw new Answers.Garbage("something before it was asked");
        };
    }

    private void finish(String result) {
        become(ListenerState.ACKNOWLEDGED);
        if (result.equals(ACCEPTED)) {
            event = null;
            log.debug(process.name() + ": event was processed");
        } else {
            log.warn(process.name() + ": event was rejected");
            ended();
        }
    }

    private void distrust(@Nullable String text) {
        if (state == ListenerState.BUSY) {
            log.warn(process.name() + ": bad result line: '" + text + "'");
        }
        become(ListenerState.UNKNOWN);
        log.warn(process.name() + ": has entered the UNKNOWN state and will no longer receive events, this usually"
                + " indicates the process violated the eventlistener protocol");
        answers.clear();
        ended();
    }

    private void become(ListenerState next) {
        log.debug(process.name() + ": " + state + " -> " + next);
        state = next;
    }
}
