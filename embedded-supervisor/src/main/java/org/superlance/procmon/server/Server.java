package org.superlance.procmon.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.event.EventType;
import org.superlance.procmon.eventlistener.EventBus;
import org.superlance.procmon.eventlistener.EventListenerPool;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.server.EndConditions.EndReason;
import org.superlance.procmon.server.ProcessGroup.GroupMember;
import org.superlance.procmon.subprocess.Subprocess;
import org.superlance.procmon.subprocess.SupervisorContext;

/** Runs the process groups until it is shut down. Only the main loop uses it, except for {@link #loop()}. */
public final class Server {

    /** The state of the server, with supervisord's codes. */
    public enum SupervisorState {
        RUNNING(1),
        /** It stops everything, rereads its configuration and starts again. */
        RESTARTING(0),
        /** It stops everything and exits. */
        SHUTDOWN(-1);

        private final int code;

        SupervisorState(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    private static final Duration FINISHED = Duration.ofNanos(-1);
    private static final Duration PASS_INTERVAL = Duration.ofMillis(500);

    /** How long the starts of one pass may take before other tasks are run. */
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
    private final EndConditions endConditions;
    private Optional<EndReason> endReason = Optional.empty();
    private SupervisorState state = SupervisorState.RUNNING;
    private @Nullable Shutdown shutdown;

    /** In the order of their priorities, the process whose turn it is. */
    private int nextInPass;

    /** @param endConditions which ends of processes are the end of this server */
    public Server(
            MainLoop loop,
            ServerConfiguration configuration,
            ProcessGroups groups,
            EventBus bus,
            SupervisorContext context,
            EndConditions endConditions) {
        this.loop = loop;
        this.configuration = configuration;
        this.groups = groups;
        this.bus = bus;
        this.endConditions = endConditions;
        this.wall = context.wall();
        this.steady = context.steady();
        this.log = context.log();
        this.tickPublisher = new TickPublisher(bus::publish);
    }

    /** For any thread. */
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

    /** Begins the shutdown or restart; a shutdown is never changed to a restart. */
    public void end(SupervisorState how) {
        if (state != SupervisorState.SHUTDOWN) {
            state = how;
        }
    }

    /** Why it has ended by itself; empty if somebody asked for it. */
    public Optional<EndReason> endReason() {
        return endReason;
    }

    /** Runs until everything is down after a shutdown or restart request; returns which of them. */
    public SupervisorState run() throws InterruptedException {
        bus.publish(EventType.SUPERVISOR_STATE_CHANGE_RUNNING, "");
        loop.run(this::pass);
        deferredResults.giveUp(new IllegalStateException("the server has ended"));
        return state;
    }

    private Duration pass() {
        Instant begin = steady.instant();
        endByConditions();
        if (state != SupervisorState.RUNNING) {
            stopAll(begin);
            if (groups.areDown()) {
                return FINISHED;
            }
        }
        List<Subprocess> all = processes();
        boolean complete = advance(begin, all);
        if (endByConditions()) {
            return Duration.ZERO;
        }
        Duration untilTick = tickPublisher.publishDue(wall.instant());
        groups.byPriority().forEach(group -> group.pool().ifPresent(EventListenerPool::dispatch));
        Duration wait = deferredResults.areOver() ? untilTick : shorter(PASS_INTERVAL, untilTick);
        return complete ? shorter(wait, untilDue(all)) : Duration.ZERO;
    }

    /** Begins the shutdown if a process has ended that it depends on; returns whether it has begun. */
    private boolean endByConditions() {
        if (state != SupervisorState.RUNNING || endConditions.isEmpty()) {
            return false;
        }
        endReason = groups.byPriority().stream()
                .flatMap(group -> group.members().stream()
                        .map(member -> endConditions.reason(
                                member.process(), group.pool().isPresent())))
                .flatMap(Optional::stream)
                .findFirst();
        endReason.ifPresent(reason -> {
            log.log(reason.level(), "stopping everything: " + reason.sentence());
            end(SupervisorState.SHUTDOWN);
        });
        return endReason.isPresent();
    }

    private void stopAll(Instant now) {
        if (shutdown == null) {
            bus.publish(EventType.SUPERVISOR_STATE_CHANGE_STOPPING, "");
            shutdown = new Shutdown(groups.byPriority(), log);
        }
        shutdown.advance(now);
    }

    /**
     * False if there was not enough time for all: the next pass goes on behind the last of this one, so that those that are
     * started again and again keep no others from being started.
     */
    private boolean advance(Instant begin, List<Subprocess> all) {
        for (int done = 0; done < all.size(); done++) {
            if (done > 0 && Duration.between(begin, steady.instant()).compareTo(MAX_PASS) >= 0) {
                return false;
            }
            nextInPass %= all.size();
            all.get(nextInPass).transition(state == SupervisorState.RUNNING);
            nextInPass++;
        }
        nextInPass = 0;
        return true;
    }

    private Duration untilDue(List<Subprocess> all) {
        Instant now = steady.instant();
        return all.stream()
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

    /** Stops all groups in reverse order of their start, one after the other. */
    private static final class Shutdown {

        private static final Duration REPORT_INTERVAL = Duration.ofSeconds(3);

        private final Deque<ProcessGroup> left;
        private final ServerLog log;
        private Instant reported = Instant.MIN;

        /** @param groups by priority */
        Shutdown(List<ProcessGroup> groups, ServerLog log) {
            this.left = new ArrayDeque<>(groups);
            this.log = log;
        }

        /** Proceeds as far as possible without waiting. */
        void advance(Instant now) {
            while (!left.isEmpty()) {
                ProcessGroup last = left.getLast();
                List<GroupMember> members = last.membersByPriority();
                for (int i = members.size() - 1; i >= 0; i--) {
                    stop(members.get(i).process());
                }
                if (!last.isDown()) {
                    break;
                }
                left.removeLast();
            }
            report(now);
        }

        private static void stop(Subprocess process) {
            switch (process.state()) {
                case RUNNING, STARTING -> process.stop();
                case BACKOFF -> process.giveUp();
                default -> {
                    // it is down or stopping
                }
            }
        }

        private void report(Instant now) {
            String unstopped = left.stream()
                    .flatMap(group -> group.members().stream())
                    .map(GroupMember::process)
                    .filter(process -> !process.isDown())
                    .map(process -> process.name().name())
                    .collect(Collectors.joining(", "));
            if (!unstopped.isEmpty() && (reported.equals(Instant.MIN) || now.isAfter(reported.plus(REPORT_INTERVAL)))) {
                log.info("waiting for " + unstopped + " to die");
                reported = now;
            }
        }
    }
}
