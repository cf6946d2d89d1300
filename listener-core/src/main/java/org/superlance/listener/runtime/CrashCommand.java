package org.superlance.listener.runtime;

import java.util.List;
import org.superlance.listener.configcheck.RequiredEvents;
import org.superlance.listener.crash.FailureHandler;
import org.superlance.listener.crash.ProcessFailure;

/** A command that tells somebody about what happens to processes: its flags, and its judgement. */
public interface CrashCommand extends ListenerCommand<CrashCommand>, ListenerSettings {

    /** Sees that the options fit together. */
    void validate();

    @Override
    default CrashCommand toConfig() {
        validate();
        notifications();
        return this;
    }

    @Override
    List<RequiredEvents> requiredEvents();

    /** Whether this command tells of it at all. Asked on the protocol thread. */
    boolean wants(ProcessFailure failure);

    /** The judgement, made from the options. */
    FailureHandler handler(CrashContext context);
}
