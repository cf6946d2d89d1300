package org.superlance.listener.cli;

import org.superlance.listener.notify.NotificationQueue;

/** A command that follows what happens to processes and acts on it by itself: its flags, and its guard. */
public interface GuardPlugin extends ListenerPlugin {

    /** Where alerts go. */
    NotificationQueue queue(ListenerState state, Surroundings surroundings);

    /** The guard, made from the options. */
    Guard guard(Post post);
}
