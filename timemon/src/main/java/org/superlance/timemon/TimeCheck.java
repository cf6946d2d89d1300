package org.superlance.timemon;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.Durations;
import org.superlance.timemon.SlotTracker.Slot;

/** All running programs are due when a slot has begun, and each when it has reached its maximum age. */
final class TimeCheck implements Check {

    private final List<ProcessPattern> selected;
    private final Optional<SlotTracker> tracker;
    private final Optional<MaxAge> maxAge;
    private final ZoneId zone;

    TimeCheck(List<ProcessPattern> selected, Optional<SlotTracker> tracker, Optional<MaxAge> maxAge, ZoneId zone) {
        this.selected = List.copyOf(selected);
        this.tracker = tracker;
        this.maxAge = maxAge;
        this.zone = zone;
    }

    @Override
    public List<CheckResult> check(List<ProcessInfo> processes, Instant when) {
        Optional<Slot> slot = tracker.flatMap(times -> times.begun(when));
        List<CheckResult> results = new ArrayList<>();
        for (ProcessInfo process : processes) {
            if (ProcessPattern.anyMatches(selected, process.name())) {
                results.add(evaluate(process, slot, when));
            }
        }
        return List.copyOf(results);
    }

    private CheckResult evaluate(ProcessInfo process, Optional<Slot> slot, Instant when) {
        if (process.state() != ProcessState.RUNNING) {
            return new CheckResult(process, false, "-", "", "not restarted while " + process.state());
        }
        Duration uptime = process.uptime().orElse(Duration.ZERO);
        if (slot.isPresent() && !isFreshEnough(process, slot.get())) {
            String rule = tracker.map(SlotTracker::toString).orElse("");
            return new CheckResult(
                    process,
                    true,
                    "now",
                    rule,
                    "slot " + slot.get().begin() + " of " + rule + " has begun",
                    CheckResult.SCHEDULE);
        }
        return maxAge.filter(limit -> limit.isReachedBy(uptime))
                .map(limit -> new CheckResult(
                        process,
                        true,
                        "now",
                        limit.toString(),
                        "up " + Durations.format(uptime) + ", has reached " + limit,
                        "age"))
                .orElseGet(() -> notYet(process, uptime, when));
    }

    /** For example after a reboot at the time of a slot, everything has just been started. */
    private static boolean isFreshEnough(ProcessInfo process, Slot slot) {
        return slot.missed() && !process.start().isBefore(slot.since());
    }

    private CheckResult notYet(ProcessInfo process, Duration uptime, Instant when) {
        return next(uptime, when)
                .map(nextRestart -> new CheckResult(
                        process,
                        false,
                        nextRestart.time().toString(),
                        nextRestart.rule(),
                        "next restart due at " + nextRestart.time() + " by " + nextRestart.rule()))
                .orElseGet(() -> new CheckResult(process, false, "-", "", "no further restart is due"));
    }

    private Optional<NextRestart> next(Duration uptime, Instant when) {
        Optional<NextRestart> bySlot =
                tracker.flatMap(times -> times.next(when).map(time -> new NextRestart(time, times.toString())));
        Optional<NextRestart> byAge =
                maxAge.map(limit -> new NextRestart(limit.reached(uptime, when, zone), limit.toString()));
        if (bySlot.isEmpty() || byAge.isEmpty()) {
            return bySlot.or(() -> byAge);
        }
        return byAge.get().time().isBefore(bySlot.get().time()) ? byAge : bySlot;
    }

    /** How long a process may run. */
    record MaxAge(Duration max) {

        boolean isReachedBy(Duration uptime) {
            return uptime.compareTo(max) >= 0;
        }

        /** When a process of that uptime reaches it, in local time. */
        LocalDateTime reached(Duration uptime, Instant now, ZoneId zone) {
            return LocalDateTime.ofInstant(now.plus(max).minus(uptime), zone).truncatedTo(ChronoUnit.SECONDS);
        }

        @Override
        public String toString() {
            return "--max-age " + Durations.format(max);
        }
    }

    /**
     * When a process is to be restarted next.
     *
     * @param rule by which option
     */
    private record NextRestart(LocalDateTime time, String rule) {}
}
