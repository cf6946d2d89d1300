package org.superlance.procmon.monitor;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.procmon.monitor.ProcessEvent.Ended;
import org.superlance.procmon.monitor.ProcessEvent.Killed;
import org.superlance.procmon.monitor.ProcessEvent.NotStarted;
import org.superlance.procmon.policy.RestartDecision.GiveUp;

/** Logs each event: INFO, WARN for an unexpected end, ERROR when a process is given up. */
public final class LoggingEventListener implements Consumer<ProcessEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(LoggingEventListener.class);

    @Override
    public void accept(ProcessEvent event) {
        if (isGivenUp(event)) {
            LOG.error("{}: {}", event.process(), event.sentence());
        } else if (isTrouble(event)) {
            LOG.warn("{}: {}", event.process(), event.sentence());
        } else {
            LOG.info("{}: {}", event.process(), event.sentence());
        }
    }

    private static boolean isTrouble(ProcessEvent event) {
        return event instanceof Ended || event instanceof NotStarted || event instanceof Killed;
    }

    /** Whether the process was given up. */
    public static boolean isGivenUp(ProcessEvent event) {
        return (event instanceof Ended ended && ended.decision() instanceof GiveUp)
                || (event instanceof NotStarted failed && failed.decision() instanceof GiveUp);
    }
}
