package org.superlance.listener.runtime;

import java.util.Collection;
import java.util.List;
import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.configcheck.RequiredEvents;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.supervisor.ProcessPattern;

/** A command that supervisord runs as an event listener, of whatever kind. */
public interface ListenerCommand {

    /** The same ones each time. */
    OptionGroup options();

    ListenerOptions listener();

    /** The long options that superlance has; abbreviations mean these first. */
    Collection<String> legacyLongOptions();

    /** Every process name that the options mention, but for exclusions. */
    List<ProcessPattern> referencedProcesses();

    /** What the options want left alone. */
    default List<ProcessPattern> excluded() {
        return List.of();
    }

    /**
     * Sees that the options fit together, before the listener is ready.
     *
     * @throws IllegalArgumentException with a sentence for people that names the option
     */
    void validate(CommandContext context);

    /** A section for {@code supervisord.conf} that can be pasted. */
    String exampleSection();

    /** What it must be told of by supervisord. */
    default List<RequiredEvents> requiredEvents() {
        return List.of();
    }

    /** By whom alerts go out. */
    default List<Notifier> notifiers(CommandContext context) {
        return List.of();
    }

    /** For {@code --check}: what there is to say of these options. Looks, and changes nothing. */
    default List<Diagnostic> inspect(ConfigCheckContext context) {
        return List.of();
    }
}
