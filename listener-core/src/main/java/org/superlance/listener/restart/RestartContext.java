package org.superlance.listener.restart;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * What all restarts of a listener share.
 *
 * @param journal records what is stopped and not started yet
 * @param finishing whether the listener is exiting, so that restarts must hurry
 * @param inProgress whether a restart of that process is in progress
 * @param paused why a restart of that process does not begin; what was stopped is started all the same
 * @param commands that the user has around each restart
 * @param threads for what takes long
 */
record RestartContext(
        SupervisorClient supervisor,
        RestartJournal journal,
        ScheduledExecutorService workers,
        BooleanSupplier finishing,
        Predicate<Namespec> inProgress,
        Function<Namespec, Optional<String>> paused,
        Optional<HookCommands> commands,
        HookRunner threads) {}
