package org.superlance.listener.runtime;

import java.util.List;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.configcheck.ConfigCheckContext;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.runtime.EventListenerRunner.EventService;

/**
 * A listener put together by its {@link ListenerFactory}. It serves events ({@link #start}, {@link #onEvent},
 * {@link #onLost}), or does its work once by hand ({@link #runOnce}), or is checked ({@link #check}); then it is closed,
 * and with it its {@link ListenerContext}.
 */
public interface RunningListener extends EventService {

    /**
     * Does for {@code --once} what it would do now, shows it to people and waits for what comes of it.
     *
     * @return the exit status
     */
    int runOnce() throws InterruptedException;

    /** Finishes interrupted restarts that its journal has taken over; nothing for a listener that restarts nothing. */
    default void resumeRestarts() {}

    /** What it has not finished: before its start, what an earlier life has left; after its end, what it leaves. */
    Backlog backlog();

    /** For {@code --check}: what there is to say about these options. Looks, and changes nothing. */
    default List<Diagnostic> check(ConfigCheckContext context) {
        return List.of();
    }

    /**
     * The exit status of a listener that was run once.
     *
     * @param isWell whether nothing was or would be done or told, and nothing failed
     * @param canTell whether everything that was asked about is known
     */
    static int statusOnce(boolean isWell, boolean canTell) {
        return !isWell ? ExitStatus.FAILED : canTell ? ExitStatus.OK : ExitStatus.UNKNOWN;
    }
}
