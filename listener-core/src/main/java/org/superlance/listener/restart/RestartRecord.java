package org.superlance.listener.restart;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

/** What the journal has of one restart. Thread-safe: a result may be told at any time, also after the end. */
final class RestartRecord {

    private final RestartJournal journal;
    private RestartNote note;
    private boolean told;

    RestartRecord(RestartJournal journal, RestartNote note) {
        this.journal = journal;
        this.note = note;
    }

    synchronized RestartNote note() {
        return note;
    }

    /** @param process as it is now, if that is known */
    synchronized void begin(@Nullable ProcessInfo process) {
        note = journal.record(process == null ? note : note.of(process));
    }

    synchronized void startFailureTold() {
        if (!told && note.ended().isEmpty()) {
            note = journal.record(note.withStartFailed());
        }
    }

    synchronized void told() {
        told = true;
        journal.remove(note);
    }

    /** It is over, and must not be done again if this listener is killed before the alert is safe. */
    synchronized void keepUnlessTold(RestartResult result) {
        if (!told) {
            note = journal.record(note.ended(result));
        }
    }

    /**
     * The process was started after this restart had begun. Compared are starts as the server tells them: its clock may
     * have been set back since, and in doubt a process is started.
     */
    synchronized boolean isStartedSince(ProcessInfo process) {
        Instant before = note.decision().process().start();
        Instant since = before.equals(Instant.EPOCH) ? note.since() : before;
        return !since.equals(Instant.EPOCH) && process.start().isAfter(since);
    }

    /** It is no result of this restart that the process is stopped. */
    synchronized boolean isStoppedByOthers(ProcessInfo process) {
        boolean wasDown =
                !note.isOfRunningProcess() && note.decision().process().state() != ProcessState.STOPPED;
        return wasDown || isStartedSince(process);
    }
}
