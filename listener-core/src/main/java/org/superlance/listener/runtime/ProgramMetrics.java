package org.superlance.listener.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.restart.RestartTally;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.util.RepeatedTask;

/**
 * Exports the state of all programs that supervisord has, as its process table shows it every fifteen seconds, and has
 * counters of a program there before they count. What was told of programs that supervisord no longer has ends; while it
 * does not answer for a minute, nobody knows a state, and none is exported. For one thread at a time.
 */
final class ProgramMetrics implements Runnable {

    private static final long INTERVAL_SECONDS = 15;
    private static final int MAX_UNANSWERED = 4;
    private static final List<Metric> STATES =
            List.of(Metric.PROGRAM_STATE, Metric.PROGRAM_EXIT_STATUS, Metric.PROGRAM_START_TIME);

    private final SupervisorClient supervisor;
    private final Metrics metrics;
    private final Function<Namespec, List<String>> causes;
    private int unanswered;

    /** @param causes why the listener may restart or start a program; none for one that it leaves alone */
    ProgramMetrics(SupervisorClient supervisor, Metrics metrics, Function<Namespec, List<String>> causes) {
        this.supervisor = supervisor;
        this.metrics = metrics;
        this.causes = causes;
    }

    /** Exports on the workers of the listener, until they end; not without a file for metrics. */
    static void schedule(ListenerContext context, ListenerSettings settings) {
        if (context.metrics().areExported()) {
            Predicate<Namespec> leftAlone = name -> ProcessPattern.anyMatches(settings.excluded(), name)
                    || context.self().filter(name::equals).isPresent();
            Runnable states = new RepeatedTask(
                    "exporting the states of programs",
                    new ProgramMetrics(
                            context.supervisor(),
                            context.metrics(),
                            name -> leftAlone.test(name) ? List.of() : settings.restartCauses(name)));
            Future<?> unused = context.workers().scheduleWithFixedDelay(states, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void run() {
        supervisor.processes().value().ifPresentOrElse(this::export, this::onUnanswered);
    }

    private void onUnanswered() {
        unanswered++;
        if (unanswered == MAX_UNANSWERED) {
            STATES.forEach(gauge -> metrics.replaceAll(gauge, Map.of()));
        }
    }

    private void export(Collection<ProcessInfo> processes) {
        unanswered = 0;
        Map<List<String>, Number> states = new LinkedHashMap<>();
        Map<Namespec, Number> exitStatuses = new LinkedHashMap<>();
        Map<Namespec, Number> starts = new LinkedHashMap<>();
        List<Namespec> names = new ArrayList<>(processes.size());
        for (ProcessInfo process : processes) {
            names.add(process.name());
            String name = process.name().toString();
            for (ProcessState state : ProcessState.values()) {
                states.put(List.of(name, state.name()), process.state() == state ? 1 : 0);
            }
            if (process.start().getEpochSecond() > 0) {
                starts.put(process.name(), process.start().getEpochSecond());
            }
            // supervisord forgets it when it starts the program again
            if (!process.hasPid() && process.stop().getEpochSecond() > 0) {
                exitStatuses.put(process.name(), process.exitStatus());
            }
        }
        metrics.replaceAll(Metric.PROGRAM_STATE, states);
        metrics.setAll(Metric.PROGRAM_EXIT_STATUS, exitStatuses);
        metrics.setAll(Metric.PROGRAM_START_TIME, starts);
        metrics.retainOnly(names);
        names.forEach(name -> RestartTally.expect(name, causes.apply(name), metrics));
    }
}
