package org.superlance.procmon.watch;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.superlance.listener.event.ProcessStateEvent;
import org.superlance.listener.supervisor.Namespec;

/** The programs that are watched, and what has been seen of each. For one thread. */
final class Programs {

    private final Judgement judgement;
    private final Pace pace;
    private final Predicate<Namespec> restarting;
    private final Map<Namespec, Program> byName = new TreeMap<>();
    private final Map<Namespec, Program> remembered = new HashMap<>();

    /**
     * @param restarting whether a restart of that program is under way: then it is not ours to start
     * @param remembered what an earlier life of this listener knew
     */
    Programs(Judgement judgement, Pace pace, Predicate<Namespec> restarting, List<Program> remembered) {
        this.judgement = judgement;
        this.pace = pace;
        this.restarting = restarting;
        remembered.forEach(program -> this.remembered.put(program.name(), program));
    }

    /**
     * Takes in an event.
     *
     * @return empty if it does not follow from what is known of the program: then it is out of date, or events were lost or
     *     are not subscribed to, and only a look can tell
     */
    Optional<List<Notice>> hear(ProcessStateEvent event, Instant at) {
        Program program = program(event.process());
        if (!program.isFollowedBy(event, at)) {
            return Optional.empty();
        }
        program.heardOf();
        return Optional.of(see(program, Sighting.of(event, at)).stream().toList());
    }

    /** Takes in what supervisord answered about a program. */
    Optional<Notice> see(Namespec name, Sighting seen) {
        Program program = program(name);
        program.heardOf();
        return see(program, seen);
    }

    private Optional<Notice> see(Program program, Sighting seen) {
        if (restarting.test(program.name())) {
            program.enter(seen.state(), seen.at());
            program.dropPlan();
            return Optional.empty();
        }
        boolean again = program.isIn(seen.state());
        Optional<Notice> notice = judgement.see(program, seen);
        if (program.trial().isEmpty()) {
            pace.free(program.name());
        } else if (!again) {
            pace.entered(program.name(), seen.state(), seen.at());
        }
        return notice;
    }

    private Program program(Namespec name) {
        return byName.computeIfAbsent(
                name, any -> Optional.ofNullable(remembered.remove(name)).orElseGet(() -> Program.unknown(name)));
    }

    /** Until when a look at that program is ahead of the events of a start of ours; empty if it is not. */
    Optional<Instant> aheadUntil(Namespec name, Instant now) {
        return Optional.ofNullable(byName.get(name))
                .flatMap(Program::trial)
                .filter(trial -> trial.isAheadOfEvents(now))
                .map(Trial::eventsHaveComeAt);
    }

    /** Forgets all others: they are not in supervisord's configuration any more. */
    void retain(Set<Namespec> names) {
        byName.keySet().retainAll(names);
        remembered.keySet().retainAll(names);
    }

    Collection<Program> all() {
        return byName.values();
    }

    void forget(Namespec name) {
        byName.remove(name);
        pace.free(name);
    }

    /** What is worth remembering past this life, also of programs that have not been seen yet. */
    Collection<Program> memorable() {
        Map<Namespec, Program> memorable = new TreeMap<>(remembered);
        byName.values().stream()
                .filter(Program::isMemorable)
                .forEach(program -> memorable.put(program.name(), program));
        return memorable.values();
    }

    /** Notes that we have started it. */
    void started(Program program, Instant at) {
        program.startTrial(at);
        pace.started(program.name(), at);
    }
}
