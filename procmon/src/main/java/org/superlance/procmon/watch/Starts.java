package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.util.Durations;
import org.superlance.procmon.policy.ScheduledRestart;

/** Starts what is due, no faster than the pace. It looks at each first: what somebody has stopped meanwhile stays so. */
final class Starts {

    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);
    private static final Duration UNTIL_NEXT_TRY = Duration.ofSeconds(5);

    private final boolean dryRun;
    private final SupervisorClient supervisor;
    private final Programs programs;
    private final Judgement judgement;
    private final Pace pace;
    private final Contact contact;
    private final Notebook notebook;
    private final InstantSource clock;
    private final Consumer<Notice> report;

    Starts(
            Watched watched,
            SupervisorClient supervisor,
            Notebook notebook,
            InstantSource clock,
            Consumer<Notice> report) {
        this.dryRun = watched.settings().dryRun();
        this.programs = watched.programs();
        this.judgement = watched.judgement();
        this.pace = watched.pace();
        this.contact = watched.contact();
        this.supervisor = supervisor;
        this.notebook = notebook;
        this.clock = clock;
        this.report = report;
    }

    /** Decides what comes of those that have ended, and starts those whose time has come. */
    void run() {
        for (Program program : ended(clock.instant())) {
            if (!contact.isPaused(clock.instant()) && isStillDown(program)) {
                judgement.exitIsFinal(program, clock.instant()).ifPresent(report);
            }
        }
        for (Program program : due(clock.instant())) {
            Instant now = clock.instant();
            if (contact.isPaused(now) || !pace.allows(now)) {
                return;
            }
            if (isStillDown(program)) {
                program.next().ifPresent(next -> start(program, next));
            }
        }
    }

    /** When there is something to do; may be past. */
    Instant nextAt(Instant now) {
        Instant next = programs.all().stream()
                .flatMap(program -> program.next().stream())
                .map(ScheduledRestart::at)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        Instant start = next.isAfter(now) || pace.allows(now) ? next : pace.next(now);
        return programs.all().stream()
                .filter(program -> program.unjudgedRun().isPresent())
                .map(Starts::finalAt)
                .min(Comparator.naturalOrder())
                .filter(start::isAfter)
                .orElse(start);
    }

    private List<Program> ended(Instant now) {
        return programs.all().stream()
                .filter(program -> program.unjudgedRun().isPresent())
                .filter(program -> !finalAt(program).isAfter(now))
                .toList();
    }

    private static Instant finalAt(Program program) {
        return program.since().plus(Judgement.UNTIL_AN_EXIT_IS_FINAL);
    }

    private List<Program> due(Instant now) {
        programs.all().forEach(program -> program.holdPlanTo(now));
        return programs.all().stream()
                .filter(program ->
                        program.next().filter(next -> !next.at().isAfter(now)).isPresent())
                .sorted(Comparator.comparing(
                        program -> program.next().map(ScheduledRestart::at).orElse(now)))
                .toList();
    }

    /** Asks supervisord; if it is not, that is taken in. */
    private boolean isStillDown(Program program) {
        RpcResult<ProcessInfo> result = supervisor.process(program.name());
        Instant now = clock.instant();
        if (!contact.holds(result, now)) {
            return false;
        }
        if (result.value().isEmpty()) {
            programs.forget(program.name());
            return false;
        }
        Sighting seen = Sighting.of(result.value().get(), now);
        if (program.isIn(seen.state()) && judgement.isDown(seen)) {
            return true;
        }
        programs.see(program.name(), seen).ifPresent(report);
        return false;
    }

    private void start(Program program, ScheduledRestart next) {
        if (dryRun) {
            LOG.warn("dry run, would start {} now: {}", program.name(), next.reason());
            program.leave();
            return;
        }
        ProcessState down = program.state().orElse(ProcessState.FATAL);
        LOG.info("starting {}: {}", program.name(), occasion(next));
        programs.started(program, clock.instant());
        // written first: a listener that is killed right after each start must not start without any delay each time
        notebook.write(programs.memorable());
        RpcResult<Boolean> result = supervisor.start(program.name(), false);
        Instant now = clock.instant();
        pace.started(program.name(), now);
        if (!contact.holds(result, now)) {
            if (!(result instanceof RpcResult.NoResponse<?> noResponse) || !noResponse.mayHaveActed()) {
                program.endTrial();
                program.enter(down, now);
                program.plan(next.movedTo(now.plus(UNTIL_NEXT_TRY)));
            }
        } else if (result.isFault(Fault.BAD_NAME)) {
            programs.forget(program.name());
        } else if (isRefused(result)) {
            program.enter(down, now);
            judgement.startFailed(program, result.sentence(), now).ifPresent(report);
        }
    }

    /** What was said when it was planned is not said again. */
    private static String occasion(ScheduledRestart next) {
        return next.delay().isZero()
                ? next.reason()
                : Durations.format(next.delay()) + " after failure "
                        + next.failures().consecutive() + " in a row";
    }

    /** A program that dies at once is none: it is in BACKOFF, and supervisord goes on with it. */
    private static boolean isRefused(RpcResult<?> result) {
        return result.value().isEmpty() && !result.isFault(Fault.SPAWN_ERROR) && !result.isFault(Fault.ALREADY_STARTED);
    }
}
