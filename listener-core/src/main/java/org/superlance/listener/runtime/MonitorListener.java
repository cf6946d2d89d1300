package org.superlance.listener.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.configcheck.ConfigCheckContext;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.configcheck.RestartLimitCheck;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Check.CheckException;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.CheckCycle;
import org.superlance.listener.restart.CheckScheduler;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.DependantRestarts;
import org.superlance.listener.restart.HookSettings;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.restart.RestartExecutor.DryRunExecutor;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartOrder;
import org.superlance.listener.restart.RestartPolicy;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.restart.RestartStates;
import org.superlance.listener.runtime.logging.LogConfigurator;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.RepeatedTask;

/** A listener that checks processes at every tick, and restarts those that it finds unhealthy. */
public final class MonitorListener implements RunningListener {

    private static final Logger LOG = LoggerFactory.getLogger(MonitorListener.class);

    /** supervisord gives a listener ten seconds to end, by default: these two make eight. */
    private static final Duration RESTART_TIMEOUT = Duration.ofSeconds(6);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(2);

    /** At least, for commands that a check runs, whatever the other two have taken. */
    private static final Duration KILL_TIMEOUT = Duration.ofMillis(1_500);

    /** Of all three: the commands have what is left of it. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(9_500);

    /** So that the end of a state is told within seconds. */
    private static final Duration STATE_CHECK = Duration.ofSeconds(5);

    /** By hand a graceful stop may take its hour; whoever does not want to wait interrupts. */
    private static final Duration ONCE_RESTART_TIMEOUT = Duration.ofHours(24);

    private static final Duration ONCE_DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    private final ListenerContext context;
    private final RestartManager restartManager;
    private final RestartExecutor executor;
    private final CheckCycle cycle;
    private final EventListener events;
    private final DiagnosticRun configCheck;
    private final Report report;
    private final Settings settings;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Puts the parts together.
     *
     * @param restartManager does the restarts
     * @param executor acts on decisions with it; only asked to end in a dry run
     * @param report shows people what the check has found
     */
    public MonitorListener(
            Settings settings,
            ListenerContext context,
            Check check,
            RestartManager restartManager,
            RestartExecutor executor,
            Report report) {
        ProcessSelector selector = new ProcessSelector(context.self(), settings.excluded(), settings.allNames());
        RestartPolicy policy = new RestartPolicy(
                settings.rules(), context.state().restartTimes(context.clock()), context.pauses()::reason);
        this.context = context;
        this.restartManager = restartManager;
        this.executor = executor;
        this.cycle = new CheckCycle(
                context.supervisor(),
                selector,
                (processes, when) -> watched(check.check(processes, when), context),
                policy,
                context.dryRun() ? new DryRunExecutor() : executor,
                context.steady(),
                context.history(),
                settings.rules().order());
        executor.onSkipped(name -> policy.takeBack(name, context.steady().instant()));
        settings.rules()
                .order()
                .filter(RestartOrder::restartsDependants)
                .map(order -> new DependantRestarts(
                        context.supervisor(), selector, order, policy, executor, context.steady(), context.workers()))
                .ifPresent(dependants -> executor.onRestart(dependants::onRestarted));
        this.events = new InstrumentedEventListener(
                new CheckScheduler(
                        cycle,
                        context.workers(),
                        context.metrics(),
                        context.state().status(),
                        context.steady(),
                        context.clock(),
                        closed::get),
                context);
        context.state().status().registerRestarts(restartManager::statusInProgress);
        this.configCheck = new DiagnosticRun(check, settings, report);
        this.report = report;
        this.settings = settings;
    }

    private static List<CheckResult> watched(List<CheckResult> results, ListenerContext context) {
        List<Namespec> names = new ArrayList<>(results.size());
        for (CheckResult result : results) {
            names.add(result.process().name());
        }
        context.pauses().watch(names);
        return results;
    }

    /** Finishes what an earlier life of this listener has begun, and is ready for events. */
    @Override
    public void start() {
        context.state().whenOwned(this::resumeRestarts);
        context.workers().execute(this::warnOfUnknownNames);
        lookAtStates(context, restartManager);
    }

    /** Looks every few seconds whether what could not be stopped or started has been, by whomever. */
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong in it is logged by it
    public static void lookAtStates(ListenerContext context, RestartManager restarts) {
        RestartStates states = new RestartStates(context.alerts());
        Runnable look = new RepeatedTask(
                "looking at what lasts", () -> states.look(context.supervisor(), restarts::isUnfinished));
        context.workers()
                .scheduleWithFixedDelay(look, STATE_CHECK.toSeconds(), STATE_CHECK.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void resumeRestarts() {
        executor.resume();
    }

    @Override
    public void onEvent(Event event) {
        events.onEvent(event);
    }

    @Override
    public void onLost(long number) {
        events.onLost(number);
    }

    /** Shows what one check decides, and waits for the restarts and mails that follow. */
    @Override
    public int runOnce() throws InterruptedException {
        CommandContext process = context.process();
        try {
            Instant now = context.clock().instant();
            List<Decision> decisions = settings.isAboutProcesses() ? cycle.runCycle(now) : cycle.runCycleWithout(now);
            Optional<OnceSummary> summary = report.summary(decisions, cycle.unknownNames());
            summary.ifPresentOrElse(only -> process.printer().println(only.line()), () -> print(decisions));
            LogConfigurator.endQuiet();
            boolean restarted = executor.awaitIdle(ONCE_RESTART_TIMEOUT);
            boolean finished = context.queue().drain(ONCE_DELIVERY_TIMEOUT) && restarted;
            return summary.map(OnceSummary::status).orElseGet(() -> status(decisions, finished));
        } catch (CheckException e) {
            Optional<OnceSummary> summary = report.summary(String.valueOf(e.getMessage()));
            summary.ifPresentOrElse(
                    only -> process.printer().println(only.line()),
                    () -> process.err().println(context.command() + ": " + e.getMessage()));
            return summary.map(OnceSummary::status).orElse(ExitStatus.UNKNOWN);
        }
    }

    private void print(List<Decision> decisions) {
        CommandContext process = context.process();
        if (settings.isAboutProcesses()) {
            boolean inColour = process.toTerminal() && !process.environment().containsKey("NO_COLOR");
            process.printer()
                    .print(new DecisionTable(report.valueTitles(), inColour).of(decisions, cycle.unknownNames()));
        }
        report.remarks().forEach(process.printer()::println);
    }

    private int status(List<Decision> decisions, boolean finished) {
        boolean isWell = finished
                && report.isWell()
                && decisions.stream().noneMatch(decision -> decision.result().unhealthy());
        boolean canTell = report.canTell()
                && cycle.unknownNames().isEmpty()
                && decisions.stream()
                        .noneMatch(decision -> decision.result().cause().equals(CheckResult.INDETERMINATE));
        return RunningListener.statusOnce(isWell, canTell);
    }

    @Override
    public Backlog backlog() {
        return new Backlog(restartManager.unfinished(), 0, context.queue().pending());
    }

    @Override
    public List<Diagnostic> check(ConfigCheckContext found) {
        return configCheck.run(found, context.clock().instant());
    }

    /** Finishes restarts under way and delivers what can be delivered, all in less time than supervisord gives. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long end = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        try {
            restartManager.finish(RESTART_TIMEOUT);
            executor.close();
            context.queue().drain(DELIVERY_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.close();
        awaitCommands(Math.max(KILL_TIMEOUT.toNanos(), end - System.nanoTime()));
    }

    /** What a check runs is killed when its thread is interrupted, for which the JVM must live long enough. */
    private void awaitCommands(long nanos) {
        try {
            if (settings.runsCommands() && !context.workers().awaitTermination(nanos, TimeUnit.NANOSECONDS)) {
                LOG.warn("a command of the last check may still be running");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void warnOfUnknownNames() {
        try {
            cycle.warnOfUnknownNames();
        } catch (CheckException e) {
            if (closed.get() || e.isPlanned()) {
                LOG.debug("check aborted: {}", e.getMessage());
            } else {
                LOG.warn("{}; retrying at the first tick", e.getMessage());
            }
        }
    }

    /** Checks once for {@code --check}, and looks at the rules. */
    private record DiagnosticRun(Check check, Settings settings, Report report) {

        private static final int MAX_NAMED = 10;
        private static final int MAX_REASONS = 50;

        List<Diagnostic> run(ConfigCheckContext context, Instant now) {
            List<Diagnostic> diagnostics = new ArrayList<>();
            try {
                diagnostics.addAll(diagnostics(check.check(context.processes(), now)));
            } catch (CheckException e) {
                diagnostics.add(Diagnostic.problem("check failed: " + e.getMessage()));
            }
            context.tick()
                    .flatMap(tick -> RestartLimitCheck.check(settings.rules(), tick, settings.minRestartInterval()))
                    .ifPresent(diagnostics::add);
            return report.diagnostics(diagnostics);
        }

        /** Groups the processes by reason. */
        private static List<Diagnostic> diagnostics(List<CheckResult> results) {
            Map<String, List<String>> namesByReason = new LinkedHashMap<>();
            for (CheckResult result : results) {
                if (result.unhealthy() || result.cause().equals(CheckResult.INDETERMINATE)) {
                    namesByReason
                            .computeIfAbsent(predicate(result), reason -> new ArrayList<>())
                            .add(name(result.process()));
                }
            }
            List<Diagnostic> diagnostics = namesByReason.entrySet().stream()
                    .limit(MAX_REASONS)
                    .map(entry -> Diagnostic.problem(names(entry.getValue()) + entry.getKey()))
                    .collect(Collectors.toCollection(ArrayList::new));
            int more = namesByReason.size() - MAX_REASONS;
            if (more > 0) {
                diagnostics.add(Diagnostic.problem("and " + more + " more; --once --dry-run shows all of them"));
            }
            return diagnostics;
        }

        private static String predicate(CheckResult result) {
            return result.unhealthy()
                    ? " would be restarted at the next tick: " + result.reason()
                            + "; fix it, or adjust the options if this is intended"
                    : ": " + result.reason();
        }

        private static String name(ProcessInfo process) {
            return process.name() + " (" + (process.hasPid() ? "pid " + process.pid() : process.state()) + ")";
        }

        private static String names(List<String> all) {
            String first = String.join(", ", all.subList(0, Math.min(MAX_NAMED, all.size())));
            return all.size() > MAX_NAMED ? first + " and " + (all.size() - MAX_NAMED) + " others" : first;
        }
    }

    /** The part of the config that is common to all monitors. */
    public interface Settings extends ListenerSettings {

        /** When to act on what a check has found. */
        RestartRules rules();

        /** Whether the check runs external commands, which are to be killed at the end of the listener. */
        default boolean runsCommands() {
            return false;
        }

        @Override
        default List<String> probe(Map<String, String> environment) throws InterruptedException {
            Optional<HookSettings> hooks = rules().hooks();
            return hooks.isPresent() ? hooks.get().probe(environment) : List.of();
        }

        @Override
        default List<ProcessPattern> allNames() {
            List<ProcessPattern> names = new ArrayList<>(ListenerSettings.super.allNames());
            rules().order().ifPresent(order -> names.addAll(order.names()));
            return names;
        }

        @Override
        default List<String> restartCauses(Namespec process) {
            List<String> causes = new ArrayList<>(ListenerSettings.super.restartCauses(process));
            rules().order()
                    .filter(order -> order.restartsDependants() && order.hasDependencies(process))
                    .ifPresent(order -> causes.add(CheckResult.DEPENDENCY));
            return causes;
        }

        /** Whether processes are looked at; otherwise no supervisord is asked when it runs once. */
        default boolean isAboutProcesses() {
            return true;
        }

        /** The least time between two restarts of one program, as far as the options say; zero if they do not. */
        default Duration minRestartInterval() {
            return Duration.ZERO;
        }

        /** One for checks, the others for restarts. */
        @Override
        default int threads() {
            return 4;
        }

        @Override
        default boolean restartsOnce() {
            return isAboutProcesses();
        }

        @Override
        default boolean asksSupervisorOnce() {
            return isAboutProcesses();
        }
    }

    /** What a monitor shows of its last check, beside the decisions. */
    public interface Report {

        /** What the value that it measures is called, for the head of a table. */
        String valueTitle();

        /** The same where there are several: as many as each result has parts. */
        default List<String> valueTitles() {
            return List.of(valueTitle());
        }

        /** What {@code --once} has to say below its table of processes. */
        default List<String> remarks() {
            return List.of();
        }

        /** Whether nothing was found that is told, beside what was found of processes. */
        default boolean isWell() {
            return true;
        }

        /** Whether it is known how all is that was asked about. */
        default boolean canTell() {
            return true;
        }

        /** What {@code --once} says instead of its table and remarks; empty for these. */
        default Optional<OnceSummary> summary(List<Decision> decisions, Collection<ProcessPattern> unknown) {
            return Optional.empty();
        }

        /** The same for a check that could not be made. */
        default Optional<OnceSummary> summary(String failure) {
            return Optional.empty();
        }

        /**
         * What {@code --check} has to say of the last check.
         *
         * @param ofProcesses what it says of single processes
         */
        default List<Diagnostic> diagnostics(List<Diagnostic> ofProcesses) {
            return ofProcesses;
        }

        /** For a monitor that shows nothing but its decisions. */
        static Report titled(String valueTitle) {
            return () -> valueTitle;
        }
    }

    /**
     * All that {@code --once} says.
     *
     * @param line for a program that reads it
     * @param status the exit status that goes with it
     */
    public record OnceSummary(String line, int status) {}
}
