package org.superlance.listener.cli;

import java.util.Collection;
import java.util.List;
import org.superlance.listener.alert.Outbox;
import org.superlance.listener.supervisor.ProcessPattern;

/** A command that follows what happens to processes and acts on it by itself: its flags, and its guard. */
public interface GuardPlugin {

    ListenerOptions listener();

    /** The long options that an abbreviation means first. */
    Collection<String> oldNames();

    /** Every process name that the options mention, but for exclusions. */
    List<ProcessPattern> named();

    /** What the user wants left alone. */
    List<ProcessPattern> excluded();

    /**
     * Sees that the options fit together, before the listener is ready.
     *
     * @throws IllegalArgumentException with a sentence for people that names the option
     */
    void validate(Surroundings surroundings);

    /** Where alerts go. */
    Outbox outbox(ListenerState state, Surroundings surroundings);

    /** The guard, made from the options. */
    Guard guard(Post post);

    /** A section for {@code supervisord.conf} that can be pasted. */
    String exampleSection();
}
