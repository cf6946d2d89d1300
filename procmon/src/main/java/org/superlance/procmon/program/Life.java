package org.superlance.procmon.program;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.conf.ProgramSpec;

/** What is so with a process now. */
final class Life {

    final Namespec name;
    final ProgramSpec spec;
    final Office office;
    final Revival revival;

    @Nullable
    Run run;

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

    Life(Namespec name, ProgramSpec spec, Office office) {
        this.name = name;
        this.spec = spec;
        this.office = office;
        this.revival = new Revival(spec.name(), office.policy(), office.log());
    }

    ProcessState state() {
        return state;
    }

    long pid() {
        Run current = run;
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
            office.changes().accept(new StateChange(name, from, to, tries, pid(), expected));
        }
    }

    /** Its start has failed: it is tried again a little later. */
    void backOff() {
        tries++;
        due = office.now().plusSeconds(tries);
        change(ProcessState.BACKOFF);
    }
}
