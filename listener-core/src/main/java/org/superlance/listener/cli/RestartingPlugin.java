package org.superlance.listener.cli;

import java.time.Duration;
import java.util.List;
import org.superlance.listener.inspection.EventNeed;
import org.superlance.listener.inspection.Remark;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.ParallelRestart;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.restart.RestartHooks;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartMessages;
import org.superlance.listener.restart.RestartNotifier;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.supervisor.ProcessPattern;

/** A command that restarts what a tick shows to be sick: its flags, and its judgement. */
public interface RestartingPlugin extends ListenerPlugin {

    RuleOptions rules();

    MailOptions mail();

    /**
     * Sees that the options fit together, before the listener is ready.
     *
     * @throws IllegalArgumentException with a sentence for people that names the option
     */
    default void validate() {}

    @Override
    default void validate(Surroundings surroundings) {
        mail().validate(surroundings);
        validate();
    }

    @Override
    default List<ProcessPattern> excluded() {
        return rules().excluded.value();
    }

    @Override
    default List<EventNeed> needs() {
        return List.of(EventNeed.tick());
    }

    @Override
    default List<Notifier> notifiers(Surroundings surroundings) {
        return mail().notifiers(surroundings);
    }

    /** What the check finds now, and rules that cannot work. */
    @Override
    default List<Remark> inspect(Situation situation) {
        return new RestartingInspection(this).look(situation);
    }

    /** The least time between two restarts of one program, as far as the options say. */
    default Duration atLeastBetweenRestarts() {
        return Duration.ZERO;
    }

    /** The judgement, made from the options. */
    Check check(Workplace place);

    /** What people are told of one restart. */
    RestartMessages messages(Workplace place);

    /** How decisions are acted on: all of a round at once, a letter for each, unless the plugin has other needs. */
    default RestartExecutor executor(RestartManager restartManager, NotificationQueue queue, Workplace place) {
        return new ParallelRestart(
                restartManager, decision -> RestartHooks.NONE, RestartNotifier.perRestart(messages(place), queue));
    }

    /** How many restarts may go on at the same time. */
    default int atMost() {
        return RestartRules.UNLIMITED;
    }

    /** What the value that it measures is called, for the head of a table. */
    String valueTitle();

    /** What a check by hand has to say beside its table of processes; asked for after the check. */
    default List<String> remarks() {
        return List.of();
    }
}
