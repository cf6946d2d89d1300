package org.superlance.listener.runtime;

import org.superlance.listener.crash.ProcessFailure;

/** What the config of every {@link CrashListener} says. */
public interface CrashSettings extends ListenerSettings {

    /** Whether people are to be notified of it at all. Asked on any thread. */
    boolean wants(ProcessFailure failure);
}
