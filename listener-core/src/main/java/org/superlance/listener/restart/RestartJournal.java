package org.superlance.listener.restart;

import java.util.Set;
import org.superlance.listener.supervisor.Namespec;

/** Remembers, past the death of the listener, which processes it is about to stop and must start again. */
public interface RestartJournal {

    /** Notes that the process is to be stopped and started. When this returns, the note is where it can be. */
    void record(Namespec name);

    /** Forgets it: the process runs again, or is not ours to start any more. */
    void remove(Namespec name);

    /** What an earlier life of this listener has left to be done. */
    Set<Namespec> pending();

    /** For a listener without a state directory: remembers nothing. */
    static RestartJournal none() {
        return new RestartJournal() {
            @Override
            public void record(Namespec name) {}

            @Override
            public void remove(Namespec name) {}

            @Override
            public Set<Namespec> pending() {
                return Set.of();
            }
        };
    }
}
