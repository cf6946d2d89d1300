package org.superlance.timemon;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.RestartHooks;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartNotifier;
import org.superlance.listener.restart.RestartNotifier.RestartMessages;
import org.superlance.listener.restart.RestartQueue;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.runtime.ListenerContext;
import org.superlance.listener.runtime.MonitorListener;
import org.superlance.listener.runtime.RunningListener;
import org.superlance.listener.supervisor.DeserializationFilter;
import org.superlance.timemon.SlotTracker.LastSlotStore;
import org.superlance.timemon.SlotTracker.LastSlotStore.LastSlotFile;
import org.superlance.timemon.TimeCheck.MaxAge;

/** The command {@code timemon}. */
public final class Timemon {

    private Timemon() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        return EventListenerRunner.run(TimemonCommand::new, Timemon::create, context, arguments);
    }

    /** Also reports the next slot. */
    private record Report(Optional<SlotTracker> slots, InstantSource clock) implements MonitorListener.Report {

        @Override
        public String valueTitle() {
            return "RESTART";
        }

        @Override
        public List<Diagnostic> diagnostics(List<Diagnostic> ofProcesses) {
            List<Diagnostic> diagnostics = new ArrayList<>(ofProcesses);
            slots.flatMap(tracker -> tracker.next(clock.instant()))
                    .ifPresent(next -> diagnostics.add(Diagnostic.info("the next restart is due at " + next)));
            return diagnostics;
        }
    }

    private static RunningListener create(TimemonConfig config, ListenerContext context) {
        ZoneId zone = config.zone().orElseGet(context.clock()::getZone);
        Optional<SlotTracker> slots = config.schedule()
                .map(schedule -> new SlotTracker(
                        config.zone().map(given -> schedule + " in " + given).orElseGet(schedule::toString),
                        schedule,
                        zone,
                        context.directory()
                                .<LastSlotStore>map(directory -> new LastSlotFile(directory, schedule + " in " + zone))
                                .orElseGet(LastSlotStore::none),
                        context.clock().instant()));
        RestartManager restarts = context.restartManager(config.rules(), config.heading());
        Jitter jitter = new Jitter(config.jitter(), new Random());
        Function<Decision, RestartHooks> hooks =
                decision -> RestartHooks.NONE.withPause(config.pause()).withDelay(jitter.next());
        RestartNotifier notifier = RestartNotifier.perRestart(
                new RestartMessages(config.heading(), context.host(), context.clock()), context.alerts());
        return new MonitorListener(
                config,
                context,
                new TimeCheck(config.selected(), slots, config.maxAge().map(MaxAge::new), zone),
                restarts,
                config.rolling()
                        ? RestartQueue.rolling(restarts, hooks, notifier)
                        : RestartQueue.parallel(restarts, hooks, notifier),
                new Report(slots, context.clock()));
    }

    /** Random delays of restarts. */
    record Jitter(Duration max, RandomGenerator random) {

        /** From zero to {@code max}. */
        Duration next() {
            return Duration.ofMillis(random.nextLong(max.toMillis() + 1));
        }
    }
}
