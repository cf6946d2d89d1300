package org.superlance.listener.pause;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.history.History;
import org.superlance.listener.history.HistoryEvent.PauseEvent;
import org.superlance.listener.supervisor.Namespec;

/**
 * Which programs are paused now, as a listener sees it: the files are looked at once a second at most. The log has the begin
 * and the end of each pause. A clock that is set back makes no pause longer. Thread-safe; waits for nothing slower than the
 * local disk.
 */
public final class Pauses {

    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final Optional<PauseFiles> files;
    private final Clock clock;
    private final InstantSource steady;
    /** When each pause that lasts is over by the steady clock, at the latest. */
    private final Map<Pause, Instant> limits = new HashMap<>();

    private volatile Optional<Set<Namespec>> watched = Optional.empty();
    private volatile History history = History.none();
    private Set<String> objections = Set.of();
    private List<Pause> active = List.of();
    private Instant nextLook = Instant.MIN;

    /**
     * @param base the state directory of all listeners
     * @param clock tells the time, and the zone in which it is told to people
     * @param steady a clock that nobody sets
     */
    public Pauses(Path base, Clock clock, InstantSource steady) {
        this(Optional.of(new PauseFiles(base)), clock, steady);
    }

    Pauses(Optional<PauseFiles> files, Clock clock, InstantSource steady) {
        this.files = files;
        this.clock = clock;
        this.steady = steady;
    }

    /** Nothing is ever paused. */
    public static Pauses none() {
        return new Pauses(Optional.empty(), Clock.systemUTC(), Clock.systemUTC());
    }

    /** From now on the begin and the end of each pause are taken down there. */
    public void recordIn(History other) {
        history = other;
    }

    /** The pauses that last now, the oldest first. */
    public synchronized List<Pause> active() {
        look();
        return active;
    }

    /** The pause of the program that lasts longest; empty if it is not paused. */
    public Optional<Pause> of(Namespec program) {
        Optional<Pause> longest = Optional.empty();
        for (Pause pause : active()) {
            if (pause.covers(program)
                    && (longest.isEmpty() || pause.end().isAfter(longest.get().end()))) {
                longest = Optional.of(pause);
            }
        }
        return longest;
    }

    public boolean isPaused(Namespec program) {
        return of(program).isPresent();
    }

    /** Why nothing is done about the program now: {@code paused until 22:10 by root}. */
    public Optional<String> reason(Namespec program) {
        return of(program).map(pause -> pause.clause(clock.instant(), clock.getZone()));
    }

    /**
     * Takes in which programs what the listener tells of none of them is about.
     *
     * @param programs empty if it tells of nothing that is about them all
     */
    public void watch(Collection<Namespec> programs) {
        watched = Optional.of(Set.copyOf(programs));
    }

    /**
     * Whether all programs are paused, or all that the listener watches: then what is about none of them is, too. As long as
     * it is not known which it watches, these may be paused.
     */
    public boolean isEverythingPaused() {
        List<Pause> now = active();
        Optional<Set<Namespec>> programs = watched;
        return now.stream().anyMatch(Pause::isOfAll)
                || (!now.isEmpty()
                        && programs.map(known ->
                                        !known.isEmpty() && known.stream().allMatch(this::isPaused))
                                .orElse(true));
    }

    private void look() {
        Instant now = steady.instant();
        if (files.isEmpty() || now.isBefore(nextLook)) {
            return;
        }
        nextLook = now.plus(LOOK_INTERVAL);
        PauseFiles.Found found = files.get().read();
        Set<String> before = objections;
        objections = new HashSet<>(found.objections());
        for (String sentence : found.objections()) {
            if (!before.contains(sentence)) {
                LOG.warn("{}", sentence);
            }
        }
        update(found.pauses(), now);
    }

    private void update(List<Pause> found, Instant now) {
        Instant wall = clock.instant();
        List<Pause> lasting = new ArrayList<>();
        for (Pause pause : found) {
            if (pause.isOpen(wall) && now.isBefore(limit(pause, wall, now))) {
                lasting.add(pause);
            }
        }
        limits.keySet().retainAll(Set.copyOf(found));
        List<Pause> earlier = active;
        active = List.copyOf(lasting);
        for (Pause pause : active) {
            if (!earlier.contains(pause)) {
                logBegin(pause, wall);
            }
        }
        for (Pause pause : earlier) {
            if (!isOneOf(active, pause)) {
                logEnd(pause, found, wall);
            }
        }
    }

    /** A begin to come is of a clock that was set back since: the pause lasts no longer than was asked for. */
    private Instant limit(Pause pause, Instant wall, Instant now) {
        return limits.computeIfAbsent(pause, any -> {
            Instant from = wall.isBefore(pause.begin()) ? pause.begin() : wall;
            return now.plus(Duration.between(from, pause.end()));
        });
    }

    private static boolean isOneOf(List<Pause> pauses, Pause pause) {
        for (Pause other : pauses) {
            if (isSame(pause, other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(Pause one, Pause other) {
        return one.programs().equals(other.programs());
    }

    private void logBegin(Pause pause, Instant now) {
        LOG.info(
                "{} {} for {}; not restarted, nothing is sent until then",
                pause.subject(),
                pause.clause(now, clock.getZone()),
                pause.length());
        record(pause, PauseEvent.BEGIN, pause.clause(now, clock.getZone()), now);
    }

    private void record(Pause pause, String phase, String detail, Instant now) {
        String program = pause.isOfAll() ? "" : pause.programs().toString();
        history.record(new PauseEvent(now, program, phase, detail));
    }

    private void logEnd(Pause pause, List<Pause> found, Instant now) {
        String why = found.stream()
                .filter(other -> isSame(pause, other))
                .findFirst()
                .map(other -> other.resumed()
                        .map(early -> "resumed by " + early.by())
                        .orElse("it was paused for " + pause.length()))
                .orElse("its file was deleted");
        LOG.info("{} not paused any more: {}", pause.subject(), why);
        record(pause, PauseEvent.END, why, now);
    }
}
