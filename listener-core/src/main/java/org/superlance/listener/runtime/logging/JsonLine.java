package org.superlance.listener.runtime.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.Optional;
import org.superlance.listener.util.JsonObject;

/** A line of the log as a JSON object with the same members each time. Loaded only where it is asked for. */
final class JsonLine {

    private JsonLine() {}

    /** @param listener whose line it is */
    static String of(ILoggingEvent event, String listener) {
        StringBuilder time = new StringBuilder();
        LogTime.appendTo(time, event.getTimeStamp());
        return new JsonObject()
                        .put("time", time.toString())
                        .put("level", event.getLevel().toString())
                        .put("listener", listener)
                        .put("logger", event.getLoggerName())
                        .put("message", event.getFormattedMessage())
                        .put("exception", exception(event.getThrowableProxy()))
                + "\n";
    }

    private static Optional<String> exception(IThrowableProxy fault) {
        return Optional.ofNullable(fault).map(ThrowableProxyUtil::asString).map(String::stripTrailing);
    }
}
