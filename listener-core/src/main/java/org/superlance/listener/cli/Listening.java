package org.superlance.listener.cli;

import java.util.Optional;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.EventListenerProtocol;
import org.superlance.listener.event.ProtocolException;
import org.superlance.listener.event.RawEventListener;
import org.superlance.listener.event.SerialGapDetector;

/** Serves the events of the supervisord that has started this command, until it goes away or tells us to end. */
public final class Listening {

    private final ByHand byHand;
    private final Surroundings surroundings;
    private volatile ListenerParts parts = ListenerParts.none();

    /** @param exampleSection shown to somebody who starts it by hand */
    public Listening(String command, String exampleSection, Surroundings surroundings) {
        this(command, exampleSection, "--once --dry-run [options]", surroundings);
    }

    /**
     * One that has other options to try it by.
     *
     * @param exampleSection shown to somebody who starts it by hand
     * @param harmless the options with which it has no effect
     */
    public Listening(String command, String exampleSection, String harmless, Surroundings surroundings) {
        this.byHand = new ByHand(command, exampleSection, harmless);
        this.surroundings = surroundings;
    }

    /**
     * Serves events.
     *
     * @param assembly puts the listener together; called after READY, so that it does not keep supervisord waiting
     * @return the exit status
     */
    public int run(Function<ListenerSection, ListenerParts> assembly) {
        Optional<ListenerSection> section = ListenerSection.of(surroundings);
        if (section.isEmpty()) {
            byHand.explain(surroundings.err());
            return ExitStatus.USAGE;
        }
        SerialGapDetector losses = new SerialGapDetector(section.get().isAloneInItsPool());
        surroundings.onTermination().accept(() -> parts.close());
        try {
            new EventListenerProtocol(surroundings.in(), surroundings.out(), losses)
                    .run(() -> begin(assembly, section.get()));
            return ExitStatus.OK;
        } catch (ProtocolException e) {
            LoggerFactory.getLogger(Listening.class)
                    .error("{}; ending, so that supervisord starts this listener again", e.getMessage());
            return ExitStatus.FAILED;
        } finally {
            parts.close();
        }
    }

    private RawEventListener begin(Function<ListenerSection, ListenerParts> assembly, ListenerSection section) {
        parts = assembly.apply(section);
        return parts.handler();
    }
}
