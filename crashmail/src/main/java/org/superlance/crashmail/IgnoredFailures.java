package org.superlance.crashmail;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.util.TextSanitizer;

/**
 * Logs, once for each type, that failures come which would be reported if {@code --events} named them. Not for several
 * threads.
 */
final class IgnoredFailures {

    private static final Logger LOG = LoggerFactory.getLogger(IgnoredFailures.class);
    private static final int MAX_LOGGED_LENGTH = 300;

    private final CrashmailConfig config;
    private final Set<ProcessFailure.FailureType> logged = EnumSet.noneOf(ProcessFailure.FailureType.class);

    IgnoredFailures(CrashmailConfig config) {
        this.config = config;
    }

    void onFailure(ProcessFailure failure) {
        if (config.ignoresTypeOf(failure) && logged.add(failure.type())) {
            LOG.warn(
                    "{} {} is not reported, because --events is {}; to report it, write --events {} (logged once)",
                    failure.type(),
                    TextSanitizer.singleLine(failure.process().toString(), MAX_LOGGED_LENGTH),
                    config.events(),
                    config.eventsWith(List.of(failure.type())));
        }
    }
}
