package org.superlance.listener.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.RestartJournal.FileRestartJournal;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.RepeatedTask;

/**
 * Looks now and then for the state of listeners that do not run any more, and names it. A listener that restarts programs
 * takes interrupted restarts of its supervisord over.
 */
final class AbandonedStateScan implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedStateScan.class);
    /** All listeners start together; each has this long to take its directory. */
    private static final Duration DELAY = Duration.ofSeconds(20);

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** On a busy machine a listener runs for a while before it has its directory. */
    private static final Duration MAX_START = Duration.ofMinutes(2);

    private final ListenerContext context;
    private final RunningListener listener;
    private final StateDirectory own;
    private final Set<String> named = new HashSet<>();
    private final Set<Path> left = new HashSet<>();

    private AbandonedStateScan(ListenerContext context, RunningListener listener, StateDirectory own) {
        this.context = context;
        this.listener = listener;
        this.own = own;
    }

    /** Scans on the workers of the listener, until they end; not without a state directory. */
    static void schedule(ListenerContext context, RunningListener listener) {
        context.state().stateDirectory().ifPresent(own -> {
            Future<?> unused = context.workers()
                    .scheduleWithFixedDelay(
                            new RepeatedTask(
                                    "looking for abandoned state", new AbandonedStateScan(context, listener, own)),
                            DELAY.toMillis(),
                            INTERVAL.toMillis(),
                            TimeUnit.MILLISECONDS);
        });
    }

    @Override
    public void run() {
        List<AbandonedState> found =
                AbandonedState.in(own.base(), own.path(), context.process().locks());
        for (AbandonedState state : found) {
            if (!isComingBack(state)) {
                handle(state);
            }
        }
    }

    /** Left once to a listener that tells people what came of it, if there is one. */
    private void handle(AbandonedState state) {
        Optional<FileRestartJournal> journal = context.state().ownedJournal();
        if (journal.isPresent() && state.hasRestartsOf(own.id().server())) {
            boolean mute = context.queue().receivers().isEmpty();
            if (mute && left.add(state.path())) {
                return;
            }
            LOG.warn(
                    "state directory {}: taking over {}{}",
                    state.path(),
                    state.content(),
                    mute ? "; nobody is told but this log: this listener has no receiver of alerts" : "");
            if (state.giveRestartsTo(journal.get(), context.process().locks())) {
                listener.resumeRestarts();
                name(state.withoutRestarts());
                return;
            }
        }
        name(state);
    }

    private void name(AbandonedState state) {
        if (!state.isEmpty() && named.add(state.sentence())) {
            LOG.warn("{}", state.sentence());
        }
    }

    /** Its listener is being started by our supervisord, and has not taken the directory yet. */
    private boolean isComingBack(AbandonedState state) {
        Optional<ListenerId> owner =
                state.owner().filter(id -> id.server().equals(own.id().server()));
        return owner.flatMap(id -> context.supervisor()
                        .process(new Namespec(id.group(), id.name()))
                        .value())
                .filter(AbandonedStateScan::isStarting)
                .isPresent();
    }

    private static boolean isStarting(ProcessInfo listener) {
        return switch (listener.state()) {
            case STARTING, BACKOFF, STOPPING -> true;
            case RUNNING ->
                listener.uptime().filter(up -> up.compareTo(MAX_START) < 0).isPresent();
            case STOPPED, EXITED, FATAL, UNKNOWN -> false;
        };
    }
}
