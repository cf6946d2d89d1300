package org.superlance.listener.cli;

import org.superlance.listener.crash.Clerk;
import org.superlance.listener.crash.Incident;
import org.superlance.listener.notify.NotificationQueue;

/** A command that tells somebody about what happens to processes: its flags, and its judgement. */
public interface TellingPlugin extends ListenerPlugin {

    /** Whether this command tells of it at all. Asked on the protocol thread. */
    boolean wants(Incident incident);

    /** Where alerts go. */
    NotificationQueue queue(ListenerState state, Surroundings surroundings);

    /** The judgement, made from the options. */
    Clerk clerk(Desk desk);
}
