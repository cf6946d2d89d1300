package org.superlance.listener.runtime;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.superlance.listener.history.History;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.pause.Pauses;
import org.superlance.listener.restart.HookCommands;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.restart.RestartTally;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * What a listener has to work with. Built once, by {@link EventListenerRunner} or for {@code --check}.
 *
 * @param command the name of the command
 * @param process streams, environment and signals of the process that it runs in
 * @param host the name of this machine
 * @param self the process that it runs in, which it never acts on; empty when it is used by hand
 * @param supervisor its supervisord
 * @param state what survives the listener; nothing in a dry run
 * @param queue takes over what people are to be told; throws it away in a dry run
 * @param alerts what people were told of and what is not over; tells by the queue
 * @param workers as many threads as {@link ListenerSettings#threads} says
 * @param steady measures how long something lasts, whatever time the machine's clock is set to; of no use to tell people
 *     the time
 * @param dryRun whether to log what would be done, and do nothing
 */
public record ListenerContext(
        String command,
        CommandContext process,
        String host,
        Optional<Namespec> self,
        SupervisorClient supervisor,
        ListenerStateStore state,
        NotificationQueue queue,
        AlertBook alerts,
        ScheduledExecutorService workers,
        Clock steady,
        boolean dryRun)
        implements AutoCloseable {

    /** Tells the time and the local time zone. */
    public Clock clock() {
        return process.clock();
    }

    /**
     * What stops and starts processes by these rules.
     *
     * @param heading what the listener calls itself in the subject of an alert
     */
    public RestartManager restartManager(RestartRules rules, String heading) {
        return new RestartManager(
                supervisor,
                state.journal(clock()),
                workers,
                new RestartTally(metrics(), history(), clock()),
                pauses()::reason,
                rules.hooks().map(hooks -> new HookCommands(hooks, heading, host, process.environment(), clock())),
                rules);
    }

    /** Where what the listener does is taken down, for machines. */
    public Metrics metrics() {
        return state.metrics();
    }

    /** Where what the listener does is taken down, for people. */
    public History history() {
        return state.history();
    }

    /** Which programs are paused. */
    public Pauses pauses() {
        return state.pauses();
    }

    /** Of this listener alone, for what must survive it; empty without a state directory. */
    public Optional<Path> directory() {
        return state.directory();
    }

    /** Ends the workers, and gives everything free. A second call does nothing more. */
    @Override
    public void close() {
        workers.shutdownNow();
        queue.close();
        alerts.save();
        supervisor.close();
        state.close();
    }
}
