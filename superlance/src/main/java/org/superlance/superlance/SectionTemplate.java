package org.superlance.superlance;

import java.nio.file.Path;
import org.superlance.listener.event.EventSubscription;

/**
 * The section of {@code supervisord.conf} that runs all listeners of a file.
 *
 * @param file that of the listeners
 * @param events everything that one of them has subscribed to
 */
record SectionTemplate(Path file, EventSubscription events) {

    /** A hundred programs that die in the same moment are a hundred events. */
    private static final int BUFFER = 100;

    /** As it can be pasted. */
    String text() {
        return """
                [eventlistener:superlance]
                command=superlance %s
                events=%s
                buffer_size=%d
                stderr_logfile=/var/log/supervisor/superlance.log
                ; where supervisord asks for a login, with its own user and password:
                ;environment=SUPERVISOR_USERNAME="user",SUPERVISOR_PASSWORD="password"
                """.formatted(quoted(file.toAbsolutePath().normalize().toString()), events, BUFFER);
    }

    /** One word of a command in supervisord.conf. */
    private static String quoted(String path) {
        String escaped = path.replace("%", "%%");
        return escaped.matches("[\\w/.,:@%+-]*")
                ? escaped
                : '"' + escaped.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
