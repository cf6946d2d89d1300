package org.superlance.listener.runtime;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * {@code 2026-11-21T02:54:56.192+01:00 WARN  restart web:w1: …}; what comes from outside cannot begin a new line. Where
 * several listeners share a process, {@code [memmon]} after the level says whose line it is.
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX");

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(
                OffsetDateTime.ofInstant(Instant.ofEpochMilli(event.getTimeStamp()), ZoneId.systemDefault()), line);
        line.append(' ').append(event.getLevel());
        line.append(event.getLevel().levelStr.length() < 5 ? "  " : " ");
        ListenerThreadGroup.current().ifPresent(threads -> appendSafely(line, "[" + threads.getName() + "] "));
        appendSafely(line, event.getFormattedMessage());
        line.append('\n');
        IThrowableProxy fault = event.getThrowableProxy();
        if (fault != null) {
            line.append(ThrowableProxyUtil.asString(fault));
        }
        return line.toString();
    }

    private static void appendSafely(StringBuilder line, String message) {
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            line.append(Character.isISOControl(c) && c != '\t' ? '?' : c);
        }
    }
}
