package org.superlance.procmon.subprocess;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;

/** What is so with a process now. */
final class SubprocessState {

    final Namespec name;
    final ProgramConfig spec;
    final SupervisorContext context;
    final RestartTimer restartTimer;

    @Nullable
    RunningProcess running;

    /** Whether it has been told to end. */
    boolean killing;

    /** Starts that failed in a row. */
    int tries;

    /** By the steady clock. */
    Instant started = Instant.MIN;

    /** When its state is looked at again, by the steady clock. */
    Instant due = Instant.MIN;

    Instant startTime = Instant.EPOCH;
    Instant stopTime = Instant.EPOCH;
    int exitStatus;
    String spawnError = "";
    private ProcessState state = ProcessState.STOPPED;

    SubprocessState(Namespec name, ProgramConfig spec, SupervisorContext context) {
        this.name = name;
        this.spec = spec;
        this.context = context;
        this.restartTimer = new RestartTimer(spec.name(), context.policy(), context.log());
    }

    ProcessState state() {
        return state;
    }

    long pid() {
        RunningProcess current = running;
        return current == null ? 0 : current.pid();
    }

    void change(ProcessState to) {
        change(to, true);
    }

    /** @param expected whether an end was expected */
    void change(ProcessState to, boolean expected) {
        ProcessState from = state;
        if (from != to) {
            state = to;
            context.changes().accept(new StateChange(name, from, to, tries, pid(), expected));
        }
    }

    /** Its start has failed: it is tried again a little later. */
    void enterBackoff() {
        tries++;
        due = context.now().plusSeconds(tries);
        change(ProcessState.BACKOFF);
    }
}
