package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.ProcessStateEvent;
import org.superlance.listener.event.QuietPeriod;
import org.superlance.listener.event.TickEvent;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.runtime.WatcherContext;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.procmon.policy.BackoffPolicy;

/**
 * What is done between two waits: take in the events that have come, look if it is time for it, start and kill what is
 * due. Events may be handed over by any thread; rounds are for one.
 */
final class Rounds {

    /** What does not follow from what is known is looked at after the events that are still under way. */
    private static final Duration UNTIL_A_DOUBT_IS_SETTLED = Duration.ofSeconds(1);

    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final QuietPeriod quietPeriod = new QuietPeriod();
    private final Watched watched;
    private final Notebook notebook;
    private final Looks looks;
    private final Kills kills;
    private final Starts starts;
    private final RestartAll restartAll;
    private final Consumer<Notice> report;
    private final InstantSource clock;
    private boolean toldOfStates;

    Rounds(
            WatchSettings settings,
            WatcherContext context,
            BackoffPolicy policy,
            RestartExecutor restarts,
            Consumer<Notice> report) {
        this.clock = context.place().clock();
        this.report = report;
        this.notebook = new Notebook(context.place().directory());
        Judgement judgement = new Judgement(policy, settings);
        Pace pace = new Pace(settings.startsPerSecond());
        Programs programs = new Programs(judgement, pace, context.restartManager()::isInProgress, notebook.read());
        this.watched = new Watched(settings, programs, judgement, pace, new Contact());
        this.looks = new Looks(watched, context.supervisor(), context.selector(), quietPeriod, context.place(), report);
        this.kills = new Kills(watched, context.supervisor(), clock, report);
        this.starts = new Starts(watched, context.supervisor(), notebook, clock, report);
        this.restartAll = new RestartAll(watched, looks, context.supervisor(), restarts);
    }

    /** Hands an event over to the next round; returns whether there is anything in it for us. */
    boolean hand(Event event) {
        Instant now = clock.instant();
        if (event instanceof ProcessStateEvent change) {
            quietPeriod.onEvent(now);
            if (!looks.isSelected(change.process())) {
                return false;
            }
        } else if (!(event instanceof TickEvent)) {
            return false;
        }
        arrivals.add(new Arrival(event, now));
        return true;
    }

    /** Events were lost: the next round looks. */
    void lost() {
        lost.set(true);
    }

    /** Asks for a restart of all, for that reason. */
    void restartAll(String why) {
        restartAll.want(why);
    }

    /**
     * Makes a round.
     *
     * @return when the next one is due if nothing happens
     */
    Instant run() {
        Instant now = clock.instant();
        takeIn();
        if (lost.getAndSet(false)) {
            looks.want(now);
        }
        if (!watched.contact().isPaused(now)) {
            act(now);
        }
        notebook.write(watched.programs().memorable());
        return nextAt(clock.instant());
    }

    private void act(Instant now) {
        if (!looks.nextAt(now).isAfter(now)) {
            restartAll.lookAtFile();
            looks.look(this::takeIn);
        }
        for (Program program : List.copyOf(watched.programs().all())) {
            watched.judgement().proven(program, clock.instant()).ifPresent(report);
        }
        kills.run();
        starts.run();
        restartAll.run(clock.instant());
        if (watched.contact().isPaused(clock.instant())) {
            looks.want(watched.contact().pauseEnds());
        }
    }

    /** Takes in the events that have come, and tells which programs they were about. */
    private Set<Namespec> takeIn() {
        Set<Namespec> changed = new HashSet<>();
        for (Arrival arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
            if (arrival.event() instanceof ProcessStateEvent change) {
                takeIn(change, arrival.at());
                changed.add(change.process());
            } else {
                tick(arrival.at());
            }
        }
        return changed;
    }

    private void takeIn(ProcessStateEvent change, Instant at) {
        toldOfStates = true;
        watched.programs()
                .hear(change, at)
                .ifPresentOrElse(
                        notices -> notices.forEach(report), () -> looks.want(at.plus(UNTIL_A_DOUBT_IS_SETTLED)));
    }

    /** A tick tells nothing but the time; it is the only occasion for a look if nobody tells us of states. */
    private void tick(Instant at) {
        restartAll.lookAtFile();
        if (!toldOfStates || looks.isOverdue(at)) {
            looks.want(at);
        }
    }

    private Instant nextAt(Instant now) {
        Instant next = Stream.concat(
                        Stream.of(looks.nextAt(now), kills.nextAt(), starts.nextAt(now)),
                        watched.programs().all().stream()
                                .map(watched.judgement()::provenAt)
                                .flatMap(Optional::stream))
                .min(Comparator.naturalOrder())
                .orElse(now);
        Instant pauseEnds = watched.contact().pauseEnds();
        return watched.contact().isPaused(now) && next.isBefore(pauseEnds) ? pauseEnds : next;
    }
}
