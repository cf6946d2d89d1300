package org.superlance.listener.runtime;

import java.util.Optional;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.event.EventListenerProtocol;
import org.superlance.listener.event.ProtocolException;
import org.superlance.listener.event.SerialGapDetector;

/** Serves the events of the supervisord that has started this command, until it goes away or tells us to end. */
public final class EventListenerRunner {

    private final ManualStartHint manualStartHint;
    private final CommandContext context;
    private volatile RunningListener parts = RunningListener.none();

    /** @param exampleSection shown to somebody who starts it by hand */
    public EventListenerRunner(String command, String exampleSection, CommandContext context) {
        this(command, exampleSection, "--once --dry-run [options]", context);
    }

    /**
     * One that has other options to try it by.
     *
     * @param exampleSection shown to somebody who starts it by hand
     * @param harmless the options with which it has no effect
     */
    public EventListenerRunner(String command, String exampleSection, String harmless, CommandContext context) {
        this.manualStartHint = new ManualStartHint(command, exampleSection, harmless);
        this.context = context;
    }

    /**
     * Serves events.
     *
     * @param assembly puts the listener together; called after READY, so that it does not keep supervisord waiting
     * @return the exit status
     */
    public int run(Function<ListenerSection, RunningListener> assembly) {
        Optional<ListenerSection> section = ListenerSection.of(context);
        if (section.isEmpty()) {
            manualStartHint.explain(context.err());
            return ExitStatus.USAGE;
        }
        SerialGapDetector losses = new SerialGapDetector(section.get().isAloneInItsPool());
        context.onTermination().accept(() -> parts.close());
        try {
            new EventListenerProtocol(context.in(), context.out(), losses).run(() -> start(assembly, section.get()));
            return ExitStatus.OK;
        } catch (ProtocolException e) {
            LoggerFactory.getLogger(EventListenerRunner.class)
                    .error("{}; ending, so that supervisord starts this listener again", e.getMessage());
            return ExitStatus.FAILED;
        } finally {
            parts.close();
        }
    }

    private EventListener start(Function<ListenerSection, RunningListener> assembly, ListenerSection section) {
        parts = assembly.apply(section);
        return parts.listener();
    }
}
