package org.superlance.listener.runtime;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.ListenerOptions.GeneralConfig;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.configcheck.RequiredEvents;

/**
 * The options of a command that supervisord runs as an event listener, and nothing else. See {@link ListenerFactory}.
 *
 * @param <C> the config
 */
public interface ListenerCommand<C extends ListenerSettings> {

    /** The same ones each time. */
    OptionGroup options();

    /** The options that every command has. */
    ListenerOptions listener();

    /**
     * What the options say. Called before READY.
     *
     * @throws IllegalArgumentException with a sentence for people that names the option if they do not fit together
     */
    C toConfig();

    /** The long options that superlance has; abbreviations mean these first. */
    Collection<String> legacyLongOptions();

    /** A section for {@code supervisord.conf} that can be pasted. */
    String exampleSection();

    /** What an option asks for instead of running the listener; empty if none does. */
    default Optional<OtherTask> otherTask() {
        return Optional.empty();
    }

    /**
     * Something that is done from a shell, and prints what it has to say.
     *
     * @param option that asks for it
     * @param task does it and returns the exit status
     */
    record OtherTask(String option, ToIntBiFunction<GeneralConfig, CommandContext> task) {}

    /** What it must be told of by supervisord; also to be asked when the options are wrong. */
    default List<RequiredEvents> requiredEvents() {
        return List.of(RequiredEvents.tick());
    }
}
