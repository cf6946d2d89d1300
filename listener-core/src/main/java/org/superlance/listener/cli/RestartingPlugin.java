package org.superlance.listener.cli;

import java.util.Collection;
import java.util.List;
import org.superlance.listener.alert.Outbox;
import org.superlance.listener.restart.Actions;
import org.superlance.listener.restart.AtOnce;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Correspondence;
import org.superlance.listener.restart.Letters;
import org.superlance.listener.restart.RestartPlan;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.restart.Restarter;
import org.superlance.listener.supervisor.ProcessPattern;

/** A command that restarts what a tick shows to be sick: its flags, and its judgement. */
public interface RestartingPlugin {

    ListenerOptions listener();

    RuleOptions rules();

    MailOptions mail();

    /** The long options that superlance has; abbreviations mean these first. */
    Collection<String> oldNames();

    /** Every process name that the options mention, but for exclusions. */
    List<ProcessPattern> named();

    /**
     * Sees that the options fit together, before the listener is ready.
     *
     * @throws IllegalArgumentException with a sentence for people that names the option
     */
    default void validate() {}

    /** The judgement, made from the options. */
    Check check(Workplace place);

    /** What people are told of one restart. */
    Letters letters(Workplace place);

    /** How decisions are acted on: all of a round at once, a letter for each, unless the plugin has other needs. */
    default Actions actions(Restarter restarter, Outbox outbox, Workplace place) {
        return new AtOnce(
                restarter, decision -> RestartPlan.PLAIN, Correspondence.letterPerRestart(letters(place), outbox));
    }

    /** How many restarts may go on at the same time. */
    default int atMost() {
        return RestartRules.ANY_NUMBER;
    }

    /** What the value that it measures is called, for the head of a table. */
    String valueTitle();

    /** What a check by hand has to say beside its table of processes; asked for after the check. */
    default List<String> remarks() {
        return List.of();
    }

    /** A section for {@code supervisord.conf} that can be pasted. */
    String exampleSection();
}
