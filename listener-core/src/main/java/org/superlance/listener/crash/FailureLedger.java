package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.crash.LedgerFile.Death;
import org.superlance.listener.crash.LedgerFile.KnownProcess;
import org.superlance.listener.crash.LedgerFile.LedgerState;
import org.superlance.listener.crash.LedgerFile.Suspect;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.event.SerialGapDetector;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

/**
 * Decides which failures are new. A death is the end of one process: a supervisord, a namespec, a pid and its start. Three
 * kinds of evidence tell of it, each of which may be missing, late or doubled: its event, supervisord's log, and the table
 * of processes. All evidence comes here; a death is reported when the first of it arrives, and never again.
 *
 * <p>An event is proof, and so are a line {@code not expected} in the log and a process that the table shows as EXITED with
 * an error, as BACKOFF or as FATAL. A process that runs under another pid than before is none: somebody may have restarted
 * it. It counts where events are missing and supervisord's log cannot be read.
 *
 * <p>For one thread.
 */
final class FailureLedger {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLedger.class);

    /** How long an event may take to arrive after other evidence of the same death. */
    static final Duration SETTLE_TIME = Duration.ofSeconds(3);

    /** Without a pid, an event that comes later after other evidence than this tells of another death. */
    private static final Duration MAX_EVENT_DELAY = Duration.ofSeconds(10);

    /** The table has whole seconds, and the log is written a moment before or after the event. */
    static final Duration TOLERANCE = Duration.ofSeconds(1);

    /** The same for what only the table tells: where there is a log, that has told of it before, and with its cause. */
    private static final Duration TABLE_SETTLE_TIME =
            SETTLE_TIME.plus(TOLERANCE).plus(TOLERANCE);

    /** Evidence that comes later than this is of another death. */
    static final Duration RETENTION = Duration.ofHours(1);

    /** A loss shows by the next event, which a listener that runs gets at once. */
    private static final Duration SUSPECT_RETENTION = Duration.ofMinutes(1);

    /** Ends are known to a second, and are logged a moment later. */
    private static final Duration SUSPECT_TOLERANCE = Duration.ofSeconds(2);

    private final LedgerFile file;
    private final String supervisor;
    private final Predicate<ProcessFailure> wanted;
    private final SerialGapDetector gaps;
    private final Optional<Namespec> self;
    private final Instant since;
    private final Map<Namespec, KnownProcess> processes = new LinkedHashMap<>();
    private final ReportedDeaths deaths = new ReportedDeaths();
    private final List<Suspect> suspects = new ArrayList<>();
    private final Map<Namespec, Long> explained = new LinkedHashMap<>();
    private SupervisordLog.Mark mark;
    /** What ended until then, the log does not tell: it was replaced since. */
    private Instant unloggedUntil = Instant.MIN;

    private boolean changed;
    private boolean unsettled;
    private boolean endsAreSilent;

    /**
     * Reads what an earlier life of the listener knew.
     *
     * @param supervisor which supervisord this is, different from every other one; empty if that cannot be known
     * @param wanted whether a failure is to be reported at all
     * @param gaps knows which events of the listener's pool have not come
     * @param self the process that the listener runs in
     * @param start when the listener's process began: what was before its first start ever is not its business
     */
    FailureLedger(
            LedgerFile file,
            Optional<String> supervisor,
            Predicate<ProcessFailure> wanted,
            SerialGapDetector gaps,
            Optional<Namespec> self,
            Instant start) {
        this.file = file;
        this.supervisor = supervisor.orElse("");
        this.wanted = wanted;
        this.gaps = gaps;
        this.self = self;
        LedgerState before = file.read().orElse(LedgerState.empty(start.minus(TOLERANCE)));
        this.since = before.since();
        this.mark = before.mark();
        restore(before);
    }

    private void restore(LedgerState before) {
        for (Death death : before.deaths()) {
            deaths.add(death);
        }
        if (!supervisor.isEmpty() && before.supervisor().equals(supervisor)) {
            before.processes().forEach(process -> processes.put(process.name(), process));
            suspects.addAll(before.suspects());
            gaps.resume(before.serial(), before.poolSerial());
        } else if (!supervisor.isEmpty() && !before.supervisor().isEmpty()) {
            // another supervisord: all events of its pools are for this life of the listener
            gaps.resume(-1, -1);
        }
        changed = false;
    }

    // ---- events ----

    /** Takes note of an event, be it a failure or not. */
    void onEvent(Event event) {
        changed = true;
        if (event instanceof ProcessStateEvent change
                && change.pid().isPresent()
                && (change.state() == ProcessState.STOPPING
                        || change.state() == ProcessState.STOPPED
                        || (change.state() == ProcessState.EXITED && change.expected()))) {
            explained.put(change.process(), change.pid().getAsLong());
        }
    }

    /**
     * Takes in a failure that waits in the queue, because an event has told of it or an earlier life of the listener has
     * left it there.
     *
     * @return false if it has been reported already
     */
    boolean admit(QueuedFailure queued) {
        if (deaths.contains(queued.id())) {
            return true;
        }
        ProcessFailure failure = queued.failure();
        Optional<Death> same = deaths.ofName(failure.process().name()).stream()
                .filter(death -> isSame(death, failure))
                .findFirst();
        changed = true;
        if (same.isPresent()) {
            if (same.get().serial().isEmpty()) {
                gaps.unexplainOne();
            }
            deaths.replace(same.get(), same.get().withEvent(failure.serial(), failure.pid()));
            return false;
        }
        record(queued, Optional.empty());
        return true;
    }

    private boolean isSame(Death death, ProcessFailure failure) {
        if (!ReportedDeaths.isSameKind(death.type(), failure.type())
                || !ReportedDeaths.isPossible(death.process(), failure.process())
                || !death.supervisor().equals(supervisor)) {
            return false;
        }
        if (failure.serial().isPresent() && death.serial().isPresent()) {
            // one event has one serial for the life of its supervisord, however often it is sent
            return failure.serial().equals(death.serial());
        }
        if (death.pid().isPresent() && failure.pid().isPresent()) {
            return death.pid().equals(failure.pid());
        }
        KnownProcess now = processes.get(failure.process());
        if (now != null && failure.pid().isPresent() && death.pid().isEmpty()) {
            // the table has shown that death, and another process after it
            return now.pid() != failure.pid().getAsLong()
                    && death.serial().isEmpty()
                    && !failure.time().isAfter(now.seen().plus(MAX_EVENT_DELAY));
        }
        return Duration.between(death.time(), failure.time()).abs().compareTo(MAX_EVENT_DELAY) <= 0;
    }

    private void add(ProcessFailure failure, Optional<Instant> logged, List<QueuedFailure> found) {
        QueuedFailure queued = QueuedFailure.of(failure);
        found.add(queued);
        changed = true;
        gaps.explainOne();
        record(queued, logged);
    }

    /** Remembers a failure that is reported under the id by which it waits. */
    private void record(QueuedFailure queued, Optional<Instant> logged) {
        ProcessFailure failure = queued.failure();
        deaths.add(new Death(
                queued.id(),
                failure.type(),
                failure.process(),
                failure.pid(),
                failure.serial(),
                failure.time(),
                logged,
                supervisor));
    }

    // ---- supervisord's log and the table of processes ----

    /**
     * What supervisord shows at one moment. A busy one takes a while to answer, and what happens meanwhile may be in it.
     *
     * @param time when it was asked
     * @param end when it had answered: what is later has a time of before the clock was set back
     * @param processes empty if it did not answer
     * @param log the end of its own log; empty if that cannot be read
     */
    record Observation(
            Instant time, Instant end, Optional<List<ProcessInfo>> processes, Optional<SupervisordLog> log) {}

    /**
     * Compares what supervisord shows with what is known.
     *
     * @return the failures that nothing has told of so far, which are reported from now on
     */
    List<QueuedFailure> compare(Observation seen) {
        unsettled = false;
        expire(seen.time());
        List<QueuedFailure> found = new ArrayList<>();
        seen.log().ifPresent(log -> compareLog(log, seen, found));
        seen.processes().ifPresent(all -> compareTable(all, seen, found));
        return found;
    }

    /** Whether that end of the log goes back to where it was read before, or to the start of the listener. */
    boolean isReadFrom(SupervisordLog log) {
        return log.contains(mark) || log.beginsBefore(mark.line().isEmpty() ? since : mark.time());
    }

    /** Whether the last comparison has seen something that was too fresh to be judged. */
    boolean isUnsettled() {
        return unsettled;
    }

    private void compareLog(SupervisordLog log, Observation seen, List<QueuedFailure> found) {
        Instant settled = seen.time().minus(SETTLE_TIME);
        if (!mark.line().isEmpty() && !isReadFrom(log)) {
            unloggedUntil = log.begin().orElse(seen.time());
        }
        Set<String> ambiguous = ambiguousNames(seen.processes().orElse(List.of()));
        for (SupervisordLog.LoggedFailure logged : log.failuresAfter(mark, since, ambiguous)) {
            if (logged.time().isAfter(settled)
                    && !logged.time().isAfter(seen.end().plus(TOLERANCE))) {
                unsettled = true;
                break;
            }
            if (!deaths.isReported(logged)) {
                ProcessFailure failure =
                        logged.toFailure(group(logged, seen.processes().orElse(List.of())));
                if (wanted.test(failure)) {
                    add(failure, Optional.of(logged.time()), found);
                }
            }
            mark = logged.mark();
            changed = true;
        }
        if (!unsettled) {
            SupervisordLog.Mark end = log.end();
            changed |= !end.equals(mark);
            mark = end;
        }
    }

    /** The log names no group, so that its starts and ends of such a name do not belong together. */
    private Set<String> ambiguousNames(List<ProcessInfo> table) {
        Set<Namespec> all = new HashSet<>(processes.keySet());
        for (ProcessInfo process : table) {
            all.add(process.name());
        }
        Set<String> names = new HashSet<>();
        Set<String> ambiguous = new HashSet<>();
        for (Namespec process : all) {
            if (!names.add(process.name())) {
                ambiguous.add(process.name());
            }
        }
        return ambiguous;
    }

    /** The log names no group: the pid tells, else the only process of the name, else all of them are named. */
    private String group(SupervisordLog.LoggedFailure logged, List<ProcessInfo> table) {
        for (KnownProcess process : processes.values()) {
            if (process.name().name().equals(logged.name()) && logged.pid().equals(OptionalLong.of(process.pid()))) {
                return process.name().group();
            }
        }
        List<String> groups = table.stream()
                .map(ProcessInfo::name)
                .filter(name -> name.name().equals(logged.name()))
                .map(Namespec::group)
                .toList();
        return groups.isEmpty() ? logged.name() : String.join(ReportedDeaths.OR, groups);
    }

    private void compareTable(List<ProcessInfo> table, Observation seen, List<QueuedFailure> found) {
        Set<Namespec> present = new HashSet<>();
        for (ProcessInfo process : table) {
            if (isSelected(process, seen.time())) {
                present.add(process.name());
                compareProcess(process, seen, found);
            }
        }
        // a process that is no longer there was removed by somebody
        processes.keySet().retainAll(present);
        if (seen.log().isPresent()) {
            // what ended later is in the log, or was no death
            Instant unlogged = unloggedUntil.equals(Instant.MIN) ? Instant.MIN : unloggedUntil.plus(SUSPECT_TOLERANCE);
            suspects.removeIf(suspect -> suspect.until().isAfter(unlogged));
        }
        reportSuspects(seen.time(), found);
    }

    private void noteSilentEnd(Namespec name) {
        if (!endsAreSilent) {
            LOG.info(
                    "{}: it has ended, and supervisord sends no PROCESS_STATE_EXITED; going by its process table, where an end"
                            + " that was asked for looks the same: subscribe to PROCESS_STATE",
                    name);
        }
        endsAreSilent = true;
    }

    private boolean isSelected(ProcessInfo process, Instant time) {
        for (FailureType type : FailureType.values()) {
            if (wanted.test(failure(type, process.name(), 0, time, Optional.empty()))) {
                return true;
            }
        }
        return false;
    }

    private void compareProcess(ProcessInfo process, Observation seen, List<QueuedFailure> found) {
        KnownProcess before = processes.get(process.name());
        KnownProcess now = KnownProcess.of(process);
        if (before != null && before.isSameAs(now)) {
            processes.put(process.name(), now);
            return;
        }
        boolean sameRun = before != null && before.start().equals(now.start());
        if (before != null
                && sameRun
                && before.state() == ProcessState.RUNNING
                && process.state() == ProcessState.BACKOFF) {
            // supervisord itself has EXITED between the two; the Go supervisord 0.7.4 shows each end so, also one that
            // was
            // asked for, and sends no EXITED: the start that follows tells that it was none of these
            noteSilentEnd(process.name());
            return;
        }
        if (before != null
                && sameRun
                && before.state() == ProcessState.RUNNING
                && process.state() == ProcessState.FATAL) {
            noteSilentEnd(process.name());
            suspects.add(Suspect.of(before, process, since));
        }
        Optional<FailureType> failed = FailureType.of(process);
        Instant time = timeOfFailure(process);
        if (failed.isPresent() && (before != null || !time.isBefore(since))) {
            if (time.isAfter(seen.time().minus(TABLE_SETTLE_TIME)) && !time.isAfter(seen.end())) {
                unsettled = true;
                return;
            }
            long pid = before != null && sameRun && failed.get() != FailureType.FATAL ? before.pid() : 0;
            ProcessFailure failure = failure(failed.get(), process.name(), pid, time, Optional.empty());
            if (wanted.test(failure) && !deaths.isReported(failure, supervisor)) {
                add(failure, Optional.empty(), found);
            }
        }
        if (!sameRun && !isStopped(process) && hasEnded(before, process)) {
            suspects.add(Suspect.of(before, process, since));
        }
        processes.put(process.name(), now);
        changed = true;
    }

    /** A program that cannot be executed has a new start at each attempt, and no end. */
    private static Instant timeOfFailure(ProcessInfo process) {
        return process.start().isAfter(process.stop()) && process.state() != ProcessState.EXITED
                ? process.start()
                : process.stop();
    }

    /** Whether a process has ended since the last look, or since the start of the listener, of which nothing is known. */
    private boolean hasEnded(@Nullable KnownProcess before, ProcessInfo process) {
        if (process.name().equals(self.orElse(null))) {
            // this listener is a new process in each of its lives
            return false;
        }
        return before == null
                ? process.hasPid() && process.stop().isAfter(since)
                : !process.stop().equals(before.stop()) && !isAccountedFor(before);
    }

    private static boolean isStopped(ProcessInfo process) {
        return process.state() == ProcessState.STOPPED || process.state() == ProcessState.STOPPING;
    }

    private boolean isAccountedFor(KnownProcess before) {
        Long gone = explained.get(before.name());
        return (gone != null && gone == before.pid())
                || deaths.ofName(before.name().name()).stream()
                        .anyMatch(death -> death.process().equals(before.name())
                                && death.supervisor().equals(supervisor)
                                && death.pid().equals(OptionalLong.of(before.pid())));
    }

    /** Without the log, a process that was replaced counts as one that died when events are missing. */
    private void reportSuspects(Instant now, List<QueuedFailure> found) {
        if (suspects.isEmpty() || (gaps.missing() == 0 && !endsAreSilent)) {
            return;
        }
        // the latest ended at the time of the missing events; the earlier ones more likely were restarted by somebody
        long unexplained = endsAreSilent ? suspects.size() : gaps.missing();
        for (Suspect suspect : suspects.stream()
                .sorted(Comparator.comparing(Suspect::until).reversed())
                .toList()) {
            if (unexplained <= 0) {
                return;
            }
            if (suspect.until().isAfter(now.minus(SETTLE_TIME))) {
                unsettled = true;
                unexplained--;
                continue;
            }
            suspects.remove(suspect);
            changed = true;
            ProcessFailure failure = failure(
                    suspect.ran() ? FailureType.EXITED : FailureType.BACKOFF,
                    suspect.process(),
                    suspect.pid(),
                    suspect.until(),
                    Optional.of(suspect.after()));
            if (wanted.test(failure) && !deaths.isReported(failure, supervisor)) {
                add(failure, Optional.empty(), found);
                unexplained--;
            }
        }
    }

    private static ProcessFailure failure(
            FailureType type, Namespec process, long pid, Instant time, Optional<Instant> notBefore) {
        return new ProcessFailure(
                type,
                process,
                pid > 0 ? OptionalLong.of(pid) : OptionalLong.empty(),
                type.usualOrigin(),
                time,
                OptionalLong.empty(),
                notBefore);
    }

    // ---- memory ----

    /** Writes what has changed, so that a next life of the listener knows it. */
    void save() {
        if (!changed) {
            return;
        }
        file.write(new LedgerState(
                supervisor,
                since,
                gaps.serial(),
                gaps.poolSerial(),
                mark,
                List.copyOf(processes.values()),
                deaths.all(),
                List.copyOf(suspects)));
        changed = false;
    }

    private void expire(Instant now) {
        Instant oldest = now.minus(RETENTION);
        // a clock that was set back must not keep what is old for ever
        Instant newest = now.plus(RETENTION);
        deaths.keep(oldest, newest);
        suspects.removeIf(suspect -> suspect.seen().isBefore(now.minus(SUSPECT_RETENTION))
                || suspect.seen().isAfter(newest));
        if (explained.size() > ReportedDeaths.MAX) {
            explained.clear();
        }
    }
}
