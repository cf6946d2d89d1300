package org.superlance.listener.cli;

import java.util.Collection;
import java.util.List;
import org.superlance.listener.alert.Outbox;
import org.superlance.listener.crash.Clerk;
import org.superlance.listener.crash.Incident;
import org.superlance.listener.supervisor.ProcessPattern;

/** A command that tells somebody about what happens to processes: its flags, and its judgement. */
public interface TellingPlugin {

    ListenerOptions listener();

    /** The long options that superlance has; abbreviations mean these first. */
    Collection<String> oldNames();

    /** Every process name that the options mention. */
    List<ProcessPattern> named();

    /**
     * Sees that the options fit together, before the listener is ready.
     *
     * @throws IllegalArgumentException with a sentence for people that names the option
     */
    void validate(Surroundings surroundings);

    /** Whether this command tells of it at all. Asked on the protocol thread. */
    boolean wants(Incident incident);

    /** Where alerts go. */
    Outbox outbox(ListenerState state, Surroundings surroundings);

    /** The judgement, made from the options. */
    Clerk clerk(Desk desk);

    /** A section for {@code supervisord.conf} that can be pasted. */
    String exampleSection();
}
