package org.superlance.listener.runtime;

import java.util.List;
import org.superlance.listener.configcheck.ConfigCheckContext;
import org.superlance.listener.configcheck.Diagnostic;

/** A command that follows what happens to processes and acts on it by itself: its flags, and its guard. */
public interface WatcherCommand extends ListenerCommand<WatcherCommand>, ListenerSettings {

    /** Sees that the options fit together. */
    void validate();

    @Override
    default WatcherCommand toConfig() {
        validate();
        notifications();
        return this;
    }

    /** For {@code --check}: what there is to say of these options. */
    List<Diagnostic> inspect(ConfigCheckContext context);

    /** The guard, made from the options. */
    ProcessWatcher watcher(WatcherContext context);
}
