package org.superlance.timemon;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.CheckResult;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.Durations;

/** Finds the time come for all running programs when a slot has begun, and for each when it has reached its age. */
final class TimeCheck implements Check {

    private final List<ProcessPattern> selected;
    private final Optional<Agenda> agenda;
    private final Optional<Age> age;
    private final ZoneId zone;

    TimeCheck(List<ProcessPattern> selected, Optional<Agenda> agenda, Optional<Age> age, ZoneId zone) {
        this.selected = List.copyOf(selected);
        this.agenda = agenda;
        this.age = age;
        this.zone = zone;
    }

    @Override
    public List<CheckResult> check(List<ProcessInfo> processes, Instant when) {
        Optional<Slot> slot = agenda.flatMap(times -> times.begun(when));
        return processes.stream()
                .filter(process -> selected.stream().anyMatch(pattern -> pattern.matches(process.name())))
                .map(process -> judge(process, slot, when))
                .toList();
    }

    private CheckResult judge(ProcessInfo process, Optional<Slot> slot, Instant when) {
        if (process.state() != ProcessState.RUNNING) {
            return new CheckResult(process, false, "-", "", "it is " + process.state() + ", and is left so");
        }
        Duration uptime = process.uptime().orElse(Duration.ZERO);
        if (slot.isPresent() && !isFreshEnough(process, slot.get())) {
            String rule = agenda.map(Agenda::toString).orElse("");
            return new CheckResult(
                    process,
                    true,
                    "now",
                    rule,
                    "slot " + slot.get().begin() + " of " + rule + " has begun",
                    "schedule");
        }
        return age.filter(limit -> limit.isReachedBy(uptime))
                .map(limit -> new CheckResult(
                        process,
                        true,
                        "now",
                        limit.toString(),
                        "it has run for " + Durations.format(uptime) + ", which is no less than " + limit,
                        "age"))
                .orElseGet(() -> notYet(process, uptime, when));
    }

    /** After a reboot, say, that took the time of a slot, everything has just been started. */
    private static boolean isFreshEnough(ProcessInfo process, Slot slot) {
        return slot.missed() && !process.start().isBefore(slot.since());
    }

    private CheckResult notYet(ProcessInfo process, Duration uptime, Instant when) {
        return next(uptime, when)
                .map(due -> new CheckResult(
                        process,
                        false,
                        due.time().toString(),
                        due.rule(),
                        "its next restart is due at " + due.time() + " by " + due.rule()))
                .orElseGet(() -> new CheckResult(process, false, "-", "", "no restart is due any more"));
    }

    private Optional<Due> next(Duration uptime, Instant when) {
        Optional<Due> bySlot = agenda.flatMap(times -> times.next(when).map(time -> new Due(time, times.toString())));
        Optional<Due> byAge = age.map(limit -> new Due(limit.reached(uptime, when, zone), limit.toString()));
        return Stream.concat(bySlot.stream(), byAge.stream()).min(Comparator.comparing(Due::time));
    }
}
