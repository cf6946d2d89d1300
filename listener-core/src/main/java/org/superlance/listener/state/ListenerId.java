package org.superlance.listener.state;

import java.util.Locale;
import java.util.Optional;
import org.superlance.listener.util.Ascii;
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

    private static final String SAFE = Ascii.LOWER_CASE + Ascii.DIGITS + "_-";
    private static final String COMMAND = "command: ";
    private static final String LISTENER = "listener: ";
    private static final String SUPERVISORD = "supervisord: ";

    /** A name of its own for a file or directory: readable, safe, and different for different listeners. */
    public String fileName() {
        String readable = safe((command + "-" + group + "-" + name).toLowerCase(Locale.ROOT));
        return readable.substring(0, Math.min(80, readable.length())) + "-"
                + ShortHash.of(command + "\n" + group + ":" + name + "\n" + server);
    }

    private static String safe(String name) {
        StringBuilder safe = new StringBuilder(name.length());
        for (int i = 0, c; i < name.length(); i += Character.charCount(c)) {
            c = name.codePointAt(i);
            safe.append(SAFE.indexOf(c) >= 0 ? (char) c : '_');
        }
        return safe.toString();
    }

    /** Its name as people type it: without its group if that is the same. */
    public String shortName() {
        return group.equals(name) ? name : group + ":" + name;
    }

    /** Its command and its name in supervisord: {@code memmon web:memmon}. */
    public String label() {
        return command + " " + group + ":" + name;
    }

    /** For an operator who finds the directory; see {@link #parse}. */
    String describe() {
        return COMMAND + command + "\n" + LISTENER + group + ":" + name + "\n" + SUPERVISORD + server + "\n";
    }

    /** What {@link #describe} has written; empty if it is something else. */
    static Optional<ListenerId> parse(String description) {
        Optional<String> command = value(description, COMMAND);
        Optional<String> listener = value(description, LISTENER).filter(name -> name.indexOf(':') > 0);
        Optional<String> server = value(description, SUPERVISORD);
        if (command.isEmpty() || listener.isEmpty() || server.isEmpty()) {
            return Optional.empty();
        }
        String full = listener.get();
        int colon = full.indexOf(':');
        return Optional.of(
                new ListenerId(command.get(), full.substring(0, colon), full.substring(colon + 1), server.get()));
    }

    private static Optional<String> value(String description, String key) {
        return description
                .lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .findFirst();
    }
}
