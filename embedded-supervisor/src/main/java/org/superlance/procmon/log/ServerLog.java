package org.superlance.procmon.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.superlance.listener.util.TextSanitizer;

/**
 * The server's own log, in supervisord's format: listeners read there why a process has ended. What comes from outside
 * cannot begin a new line.
 */
public final class ServerLog implements Closeable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS", Locale.ROOT);

    private final List<Sink> sinks;
    private final Level least;
    private final Clock clock;

    /**
     * @param least what is less important is left out
     * @param clock tells the local time
     */
    public ServerLog(List<Sink> sinks, Level least, Clock clock) {
        this.sinks = List.copyOf(sinks);
        this.least = least;
        this.clock = clock;
    }

    public void critical(String sentence) {
        log(Level.CRIT, sentence);
    }

    public void error(String sentence) {
        log(Level.ERRO, sentence);
    }

    public void warn(String sentence) {
        log(Level.WARN, sentence);
    }

    public void info(String sentence) {
        log(Level.INFO, sentence);
    }

    public void debug(String sentence) {
        log(Level.DEBG, sentence);
    }

    public void log(Level level, String sentence) {
        if (!level.isShownAt(least)) {
            return;
        }
        StringBuilder line = new StringBuilder(sentence.length() + 32);
        TIME.formatTo(ZonedDateTime.now(clock), line);
        line.append(' ').append(level).append(' ');
        byte[] bytes = line.append(TextSanitizer.printable(sentence))
                .append('\n')
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        sinks.forEach(sink -> sink.write(bytes, 0, bytes.length));
    }

    /** Begins anew. */
    public void clear() throws IOException {
        for (Sink sink : sinks) {
            sink.clear();
        }
    }

    /** Goes on in the files that have the names now. */
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
