package org.superlance.listener.restart;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.restart.RestartNote.HookProgress;
import org.superlance.listener.restart.RestartNote.HookProgress.Stage;
import org.superlance.listener.restart.RestartNote.Progress;
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

    /**
     * The stop is about to be asked for.
     *
     * @param process as it is now, if that is known
     * @param hookDue whether the command after the restart is due from now on
     */
    synchronized void begin(@Nullable ProcessInfo process, boolean hookDue) {
        RestartNote now = process == null ? note : note.of(process);
        note = journal.record((hookDue ? now.with(now.hooks().at(Stage.DUE)) : now).at(Progress.BEGUN));
    }

    /**
     * What runs before the stop is about to begin. No stop is asked for yet.
     *
     * @param hookDue whether the command after the restart is due from now on
     */
    synchronized void hooksBegun(@Nullable ProcessInfo process, boolean hookDue) {
        RestartNote now = process == null ? note : note.of(process);
        note = journal.record((hookDue ? now.with(now.hooks().at(Stage.DUE)) : now).at(Progress.BEFORE_STOP));
    }

    /** A command around the restart runs, which the next run of the listener must end before it does anything else. */
    synchronized void hookRuns(String process) {
        if (isHookDue() || (!told && note.ended().isEmpty())) {
            note = journal.record(note.with(
                    new HookProgress(note.hooks().stage(), note.hooks().failure(), process)));
        }
    }

    /** The command before the stop has failed. */
    synchronized void hookFailed(String why) {
        note = journal.record(note.with(new HookProgress(note.hooks().stage(), why, "")));
    }

    /** Whether what runs before the stop was begun, and the stop was not asked for. */
    synchronized boolean isBeforeStop() {
        return note.progress() == Progress.BEFORE_STOP;
    }

    synchronized boolean isHookDue() {
        return note.hooks().stage() == Stage.DUE;
    }

    /** The command after the restart was run: it is not run again. */
    synchronized void hooksEnded() {
        note = journal.record(note.with(note.hooks().at(Stage.ENDED)));
    }

    /** It is over, but for the command after it. */
    synchronized void ended(RestartResult result) {
        note = journal.record(note.ended(result));
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
