package org.superlance.procmon.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.event.EventType;
import org.superlance.procmon.eventlistener.EventBus;
import org.superlance.procmon.eventlistener.EventListenerPool;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.subprocess.Subprocess;
import org.superlance.procmon.subprocess.SupervisorContext;

/** Keeps the groups as they should be until it is told to end. But for {@link #loop()} only the main loop uses it. */
public final class Server {

    private static final Duration FINISHED = Duration.ofNanos(-1);
    private static final Duration PASS_INTERVAL = Duration.ofMillis(500);

    /** So long a time may go by with starts before what else there is has its turn. */
    private static final Duration MAX_PASS = Duration.ofMillis(50);

    private final MainLoop loop;
    private final ServerConfiguration configuration;
    private final ProcessGroups groups;
    private final EventBus bus;
    private final Clock wall;
    private final Clock steady;
    private final ServerLog log;
    private final TickPublisher tickPublisher;
    private final DeferredResults deferredResults = new DeferredResults();
    private SupervisorState state = SupervisorState.RUNNING;
    private @Nullable Shutdown shutdown;

    public Server(
            MainLoop loop,
            ServerConfiguration configuration,
            ProcessGroups groups,
            EventBus bus,
            SupervisorContext context) {
        this.loop = loop;
        this.configuration = configuration;
        this.groups = groups;
        this.bus = bus;
        this.wall = context.wall();
        this.steady = context.steady();
        this.log = context.log();
        this.tickPublisher = new TickPublisher(bus::publish);
    }

    /** By any thread. */
    public MainLoop loop() {
        return loop;
    }

    public ServerConfiguration configuration() {
        return configuration;
    }

    public ProcessGroups groups() {
        return groups;
    }

    public EventBus bus() {
        return bus;
    }

    public DeferredResults deferredResults() {
        return deferredResults;
    }

    public ServerLog log() {
        return log;
    }

    public SupervisorState state() {
        return state;
    }

    /** Makes it end, or begin again; the end is not taken back. */
    public void end(SupervisorState how) {
        if (state != SupervisorState.SHUTDOWN) {
            state = how;
        }
    }

    /** Runs until everything is down because it was told to end, and returns how. */
    public SupervisorState run() throws InterruptedException {
        bus.publish(EventType.SUPERVISOR_STATE_CHANGE_RUNNING, "");
        loop.run(this::pass);
        deferredResults.giveUp(new IllegalStateException("the server has ended"));
        return state;
    }

    private Duration pass() {
        Instant begin = steady.instant();
        if (state != SupervisorState.RUNNING) {
            stopAll(begin);
            if (groups.areDown()) {
                return FINISHED;
            }
        }
        boolean complete = advance(begin);
        Duration untilTick = tickPublisher.publishDue(wall.instant());
        groups.byPriority().forEach(group -> group.pool().ifPresent(EventListenerPool::dispatch));
        Duration wait = deferredResults.areOver() ? untilTick : shorter(PASS_INTERVAL, untilTick);
        return complete ? shorter(wait, untilDue()) : Duration.ZERO;
    }

    private void stopAll(Instant now) {
        if (shutdown == null) {
            bus.publish(EventType.SUPERVISOR_STATE_CHANGE_STOPPING, "");
            shutdown = new Shutdown(groups.byPriority(), log);
        }
        shutdown.advance(now);
    }

    /** False if there was not time enough for all. */
    private boolean advance(Instant begin) {
        for (ProcessGroup group : groups.byPriority()) {
            for (GroupMember member : group.members()) {
                boolean inTime = Duration.between(begin, steady.instant()).compareTo(MAX_PASS) < 0;
                if (!inTime) {
                    return false;
                }
                member.process().transition(state == SupervisorState.RUNNING);
            }
        }
        return true;
    }

    private Duration untilDue() {
        Instant now = steady.instant();
        return processes().stream()
                .map(process -> process.due(state == SupervisorState.RUNNING))
                .flatMap(Optional::stream)
                .map(due -> Duration.between(now, due))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .min(Duration::compareTo)
                .orElse(Duration.ofHours(1));
    }

    private List<Subprocess> processes() {
        return groups.byPriority().stream()
                .flatMap(group -> group.members().stream())
                .map(GroupMember::process)
                .toList();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
