package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.superlance.listener.crash.LedgerFile.Death;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.supervisor.Namespec;

/**
 * The deaths that are reported, and whether a line of supervisord's log or of its table of processes tells of one of them.
 * Bounded: the oldest half goes when there are too many. For one thread.
 */
final class ReportedDeaths {

    static final int MAX = 20_000;

    /** Between the groups of a death of which only the log has told, and that may have happened in any of them. */
    static final String OR = " or ";

    private final Map<String, List<Death>> deaths = new HashMap<>();
    private final Set<String> ids = new HashSet<>();

    /** @param id of the failure that waits */
    boolean contains(String id) {
        return ids.contains(id);
    }

    /** Those of all processes of that name, whatever their group is. */
    List<Death> ofName(String name) {
        return deaths.getOrDefault(name, List.of());
    }

    List<Death> all() {
        List<Death> all = new ArrayList<>();
        for (List<Death> ofName : deaths.values()) {
            all.addAll(ofName);
        }
        return Collections.unmodifiableList(all);
    }

    void add(Death death) {
        if (ids.size() >= MAX) {
            forgetOldest();
        }
        deaths.computeIfAbsent(death.process().name(), name -> new ArrayList<>())
                .add(death);
        ids.add(death.id());
    }

    /** @param old is one of them */
    void replace(Death old, Death next) {
        List<Death> list = ofName(old.process().name());
        list.set(list.indexOf(old), next);
    }

    /** Forgets what happened before that time or after that one. */
    void keep(Instant oldest, Instant newest) {
        for (Iterator<List<Death>> lists = deaths.values().iterator(); lists.hasNext(); ) {
            List<Death> list = lists.next();
            list.removeIf(death -> isOutside(death, oldest, newest) && forget(death));
            if (list.isEmpty()) {
                lists.remove();
            }
        }
    }

    private static boolean isOutside(Death death, Instant oldest, Instant newest) {
        return death.time().isBefore(oldest) || death.time().isAfter(newest);
    }

    private boolean forget(Death death) {
        ids.remove(death.id());
        return true;
    }

    /** Half of them, so that it is not done at every death of a storm. */
    private void forgetOldest() {
        List<Instant> times = all().stream().map(Death::time).sorted().toList();
        keep(times.get(times.size() / 2), Instant.MAX);
    }

    /** Each failure accounts for one line, the closest one, and a line that was read twice for one failure. */
    boolean isReported(SupervisordLog.LoggedFailure logged) {
        Death closest = null;
        for (Death death : ofName(logged.name())) {
            if (!isSameKind(death.type(), logged.type())) {
                continue;
            }
            if (death.logged().equals(Optional.of(logged.time()))) {
                return true;
            }
            if (death.logged().isEmpty()
                    && (isSamePid(death, logged) || isNear(death, logged))
                    && (closest == null || isCloser(death, closest, logged.time()))) {
                closest = death;
            }
        }
        if (closest == null) {
            return false;
        }
        replace(closest, closest.withLogged(logged.time()));
        return true;
    }

    /** Whatever the times are: supervisord may be in another time zone. */
    private static boolean isSamePid(Death death, SupervisordLog.LoggedFailure logged) {
        return death.pid().isPresent() && death.pid().equals(logged.pid());
    }

    private static boolean isNear(Death death, SupervisordLog.LoggedFailure logged) {
        // the table has whole seconds, and the line is written a moment later
        return isPossible(death.pid(), logged.pid())
                && !death.time().isBefore(logged.time().minus(FailureLedger.TOLERANCE.multipliedBy(2)))
                && !death.time().isAfter(logged.time().plus(FailureLedger.RETENTION));
    }

    /**
     * The log does not tell an end before {@code startsecs} from one a moment after, which comes before supervisord has
     * noticed that the process is RUNNING.
     */
    static boolean isSameKind(FailureType one, FailureType other) {
        return (one == FailureType.FATAL) == (other == FailureType.FATAL);
    }

    private static boolean isCloser(Death one, Death other, Instant time) {
        return Duration.between(time, one.time())
                        .abs()
                        .compareTo(Duration.between(time, other.time()).abs())
                < 0;
    }

    /** A death of which the log has told has all groups that its name is in. */
    static boolean isPossible(Namespec dead, Namespec process) {
        return dead.equals(process)
                || (dead.name().equals(process.name())
                        && List.of(dead.group().split(OR, -1)).contains(process.group()));
    }

    private static boolean isPossible(OptionalLong one, OptionalLong other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    /** Whether the failure that the table of processes shows is one of them. */
    boolean isReported(ProcessFailure failure, String supervisor) {
        return ofName(failure.process().name()).stream()
                .anyMatch(death -> isSameKind(death.type(), failure.type())
                        && isPossible(death.process(), failure.process())
                        && death.supervisor().equals(supervisor)
                        && isPossible(death.pid(), failure.pid())
                        && !death.time().isBefore(failure.time().minus(FailureLedger.TOLERANCE)));
    }
}
