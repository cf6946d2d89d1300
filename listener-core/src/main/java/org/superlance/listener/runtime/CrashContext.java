package org.superlance.listener.runtime;

import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * What a handler has to work with.
 *
 * @param failureQueue the failures that wait
 * @param queue takes over what is to be delivered
 * @param supervisor to ask what happened
 */
public record CrashContext(
        ListenerEnvironment place, FailureQueue failureQueue, NotificationQueue queue, SupervisorClient supervisor) {}
