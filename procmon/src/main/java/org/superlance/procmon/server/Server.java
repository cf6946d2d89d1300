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

    private static final Duration END = Duration.ofNanos(-1);
    private static final Duration SOON = Duration.ofMillis(500);

    /** So long a time may go by with starts before what else there is has its turn. */
    private static final Duration LONGEST_PASS = Duration.ofMillis(50);

    private final MainLoop loop;
    private final Configuration configuration;
    private final Groups groups;
    private final EventBus bus;
    private final Clock wall;
    private final Clock steady;
    private final ServerLog log;
    private final Ticks ticks;
    private final Waits waits = new Waits();
    private Mood mood = Mood.RUNNING;
    private @Nullable Shutdown shutdown;

    public Server(MainLoop loop, Configuration configuration, Groups groups, EventBus bus, SupervisorContext context) {
        this.loop = loop;
        this.configuration = configuration;
        this.groups = groups;
        this.bus = bus;
        this.wall = context.wall();
        this.steady = context.steady();
        this.log = context.log();
        this.ticks = new Ticks(bus::publish);
    }

    /** By any thread. */
    public MainLoop loop() {
        return loop;
    }

    public Configuration configuration() {
        return configuration;
    }

    public Groups groups() {
        return groups;
    }

    public EventBus bus() {
        return bus;
    }

    public Waits waits() {
        return waits;
    }

    public ServerLog log() {
        return log;
    }

    public Mood mood() {
        return mood;
    }

    /** Makes it end, or begin again; the end is not taken back. */
    public void end(Mood how) {
        if (mood != Mood.SHUTDOWN) {
            mood = how;
        }
    }

    /** Runs until everything is down because it was told to end, and returns how. */
    public Mood run() throws InterruptedException {
        bus.publish(EventType.SUPERVISOR_STATE_CHANGE_RUNNING, "");
        loop.run(this::pass);
        waits.giveUp(new IllegalStateException("the server has ended"));
        return mood;
    }

    private Duration pass() {
        Instant begin = steady.instant();
        if (mood != Mood.RUNNING) {
            stopAll(begin);
            if (groups.areDown()) {
                return END;
            }
        }
        boolean complete = advance(begin);
        Duration untilTick = ticks.tell(wall.instant());
        groups.byPriority().forEach(group -> group.pool().ifPresent(EventListenerPool::dispatch));
        Duration wait = waits.areOver() ? untilTick : shorter(SOON, untilTick);
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
        for (Group group : groups.byPriority()) {
            for (Member member : group.members()) {
                boolean inTime = Duration.between(begin, steady.instant()).compareTo(LONGEST_PASS) < 0;
                if (!inTime) {
                    return false;
                }
                member.process().transition(mood == Mood.RUNNING);
            }
        }
        return true;
    }

    private Duration untilDue() {
        Instant now = steady.instant();
        return processes().stream()
                .map(process -> process.due(mood == Mood.RUNNING))
                .flatMap(Optional::stream)
                .map(due -> Duration.between(now, due))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .min(Duration::compareTo)
                .orElse(Duration.ofHours(1));
    }

    private List<Subprocess> processes() {
        return groups.byPriority().stream()
                .flatMap(group -> group.members().stream())
                .map(Member::process)
                .toList();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
