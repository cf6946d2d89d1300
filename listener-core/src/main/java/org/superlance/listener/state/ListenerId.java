package org.superlance.listener.state;

import java.util.Locale;
import org.superlance.listener.util.ShortHash;

/**
 * Which listener under which supervisord.
 *
 * @param command such as {@code memmon}
 * @param group the process group of the listener in supervisord
 * @param name its name in the group; a command used by hand has names that no section can have
 * @param server the URL of its supervisord
 */
public record ListenerId(String command, String group, String name, String server) {

    /** A name of its own for a file or directory: readable, safe, and different for different listeners. */
    public String fileName() {
        String readable =
                (command + "-" + group + "-" + name).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
        return readable.substring(0, Math.min(80, readable.length())) + "-"
                + ShortHash.of(command + "\n" + group + ":" + name + "\n" + server);
    }

    /** For an operator who finds the directory. */
    String describe() {
        return "command: " + command + "\nlistener: " + group + ":" + name + "\nsupervisord: " + server + "\n";
    }
}
