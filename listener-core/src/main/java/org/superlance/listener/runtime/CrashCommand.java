package org.superlance.listener.runtime;

import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.cli.ListenerStateStore;
import org.superlance.listener.crash.FailureHandler;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.notify.NotificationQueue;

/** A command that tells somebody about what happens to processes: its flags, and its judgement. */
public interface CrashCommand extends ListenerCommand {

    /** Whether this command tells of it at all. Asked on the protocol thread. */
    boolean wants(ProcessFailure failure);

    /** Where alerts go. */
    NotificationQueue queue(ListenerStateStore state, CommandContext context);

    /** The judgement, made from the options. */
    FailureHandler handler(CrashContext context);
}
