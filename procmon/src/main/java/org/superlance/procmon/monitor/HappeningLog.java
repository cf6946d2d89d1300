package org.superlance.procmon.monitor;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.procmon.monitor.Happening.Ended;
import org.superlance.procmon.monitor.Happening.Killed;
import org.superlance.procmon.monitor.Happening.NotStarted;
import org.superlance.procmon.policy.GivenUp;

/** One line in the log for each happening. */
public final class HappeningLog implements Consumer<Happening> {

    private static final Logger LOG = LoggerFactory.getLogger(HappeningLog.class);

    @Override
    public void accept(Happening happening) {
        if (isGivenUp(happening)) {
            LOG.error("{}: {}", happening.process(), happening.sentence());
        } else if (isTrouble(happening)) {
            LOG.warn("{}: {}", happening.process(), happening.sentence());
        } else {
            LOG.info("{}: {}", happening.process(), happening.sentence());
        }
    }

    private static boolean isTrouble(Happening happening) {
        return happening instanceof Ended || happening instanceof NotStarted || happening instanceof Killed;
    }

    /** Whether the process is not going to be started any more. */
    public static boolean isGivenUp(Happening happening) {
        return (happening instanceof Ended ended && ended.sequel() instanceof GivenUp)
                || (happening instanceof NotStarted failed && failed.sequel() instanceof GivenUp);
    }
}
