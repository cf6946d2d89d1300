package org.superlance.listener.runtime;

import java.time.Duration;
import java.util.List;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.restart.RestartHooks;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartMessages;
import org.superlance.listener.restart.RestartNotifier;
import org.superlance.listener.restart.RestartQueue;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.supervisor.ProcessPattern;

/** A command that restarts what a tick shows to be sick: its flags, and its judgement. */
public interface MonitorCommand extends ListenerCommand<MonitorPluginConfig> {

    RuleOptions ruleOptions();

    MailOptions mail();

    /**
     * Sees that the options fit together, before the listener is ready.
     *
     * @throws IllegalArgumentException with a sentence for people that names the option
     */
    default void validate() {}

    @Override
    default MonitorPluginConfig toConfig() {
        MonitorPluginConfig config = new MonitorPluginConfig(this, mail().toConfig());
        validate();
        return config;
    }

    /** Every process that the options name, but for exclusions. */
    List<ProcessPattern> referencedProcesses();

    /** What the check finds now, and rules that cannot work. */
    default List<Diagnostic> inspect(List<Diagnostic> ofProcesses, ListenerEnvironment place) {
        return ofProcesses;
    }

    /** The least time between two restarts of one program, as far as the options say. */
    default Duration minRestartInterval() {
        return Duration.ZERO;
    }

    /** The judgement, made from the options. */
    Check check(ListenerEnvironment place);

    /** What people are told of one restart. */
    RestartMessages messages(ListenerEnvironment place);

    /** How decisions are acted on: all of a round at once, a letter for each, unless the plugin has other needs. */
    default RestartExecutor executor(
            RestartManager restartManager, NotificationQueue queue, ListenerEnvironment place) {
        return RestartQueue.parallel(
                restartManager, decision -> RestartHooks.NONE, RestartNotifier.perRestart(messages(place), queue));
    }

    /** How many restarts may go on at the same time. */
    default int maxConcurrentRestarts() {
        return RestartRules.UNLIMITED;
    }

    /** What the value that it measures is called, for the head of a table. */
    String valueTitle();

    /** What a check by hand has to say beside its table of processes; asked for after the check. */
    default List<String> remarks() {
        return List.of();
    }
}
