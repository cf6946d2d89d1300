package org.superlance.procmon.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.superlance.listener.util.TextSanitizer;

/**
 * The server's own log, in supervisord's format: listeners read the reason of an exit there. Foreign text cannot start
 * a new line.
 */
public final class ServerLog implements Closeable {

    /** The importance of a log line, most important first, with supervisord's names. */
    public enum Level {
        CRIT("critical"),
        ERRO("error"),
        WARN("warn"),
        INFO("info"),
        DEBG("debug"),
        TRAC("trace"),
        BLAT("blather");

        private final String loglevel;

        Level(String loglevel) {
            this.loglevel = loglevel;
        }

        /** The level for a value of {@code loglevel=}, in any case. */
        public static Optional<Level> ofName(String loglevel) {
            String lower = loglevel.toLowerCase(Locale.ROOT);
            return Stream.of(values())
                    .filter(level -> level.loglevel.equals(lower))
                    .findFirst();
        }

        private boolean isShownAt(Level threshold) {
            return compareTo(threshold) <= 0;
        }
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS", Locale.ROOT);

    private final List<Sink> sinks;
    private final Level threshold;
    private final Clock clock;

    /**
     * @param threshold less important lines are not logged
     * @param clock the local time
     */
    public ServerLog(List<Sink> sinks, Level threshold, Clock clock) {
        this.sinks = List.copyOf(sinks);
        this.threshold = threshold;
        this.clock = clock;
    }

    public void critical(String message) {
        log(Level.CRIT, message);
    }

    public void error(String message) {
        log(Level.ERRO, message);
    }

    public void warn(String message) {
        log(Level.WARN, message);
    }

    public void info(String message) {
        log(Level.INFO, message);
    }

    public void debug(String message) {
        log(Level.DEBG, message);
    }

    public void log(Level level, String message) {
        if (!level.isShownAt(threshold)) {
            return;
        }
        StringBuilder line = new StringBuilder(message.length() + 32);
        TIME.formatTo(ZonedDateTime.now(clock), line);
        line.append(' ').append(level).append(' ');
        byte[] bytes = line.append(TextSanitizer.printable(message))
                .append('\n')
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        sinks.forEach(sink -> sink.write(bytes, 0, bytes.length));
    }

    /** Truncates the log files. */
    public void clear() throws IOException {
        for (Sink sink : sinks) {
            sink.clear();
        }
    }

    /** Opens the log files again, after a rotation. */
    public void reopen() throws IOException {
        for (Sink sink : sinks) {
            sink.reopen();
        }
    }

    @Override
    public void close() {
        sinks.forEach(Sink::close);
    }
}
