package org.superlance.listener.runtime;

import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.cli.ListenerStateStore;
import org.superlance.listener.notify.NotificationQueue;

/** A command that follows what happens to processes and acts on it by itself: its flags, and its guard. */
public interface WatcherCommand extends ListenerCommand {

    /** Where alerts go. */
    NotificationQueue queue(ListenerStateStore state, CommandContext context);

    /** The guard, made from the options. */
    ProcessWatcher watcher(WatcherContext context);
}
