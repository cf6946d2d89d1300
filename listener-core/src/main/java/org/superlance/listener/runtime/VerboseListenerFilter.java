package org.superlance.listener.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Lets through what the verbose ones of several listeners in a process log, whatever the level of all is. */
final class VerboseListenerFilter extends TurboFilter {

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable fault) {
        boolean verbose = level == Level.DEBUG
                && logger.getName().startsWith(LogConfigurator.ROOT_LOGGER)
                && ListenerThreadGroup.current()
                        .map(ListenerThreadGroup::isVerbose)
                        .orElse(false);
        return verbose ? FilterReply.ACCEPT : FilterReply.NEUTRAL;
    }
}
