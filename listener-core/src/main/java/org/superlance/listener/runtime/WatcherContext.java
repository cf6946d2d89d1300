package org.superlance.listener.runtime;

import java.util.concurrent.ScheduledExecutorService;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * What a guard has to work with.
 *
 * @param selector leaves out the listener's own pool, and what the options exclude
 * @param queue takes over what is to be told; nothing in a dry run
 * @param worker one thread, so that what is done on it is done one after the other
 */
public record WatcherContext(
        ListenerEnvironment place,
        ProcessSelector selector,
        SupervisorClient supervisor,
        NotificationQueue queue,
        RestartManager restartManager,
        ScheduledExecutorService worker) {}
