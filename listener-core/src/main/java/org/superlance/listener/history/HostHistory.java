package org.superlance.listener.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.ListenerDirectories;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.util.TextSanitizer;

/**
 * The histories of all listeners of a host.
 *
 * @param problems a sentence for each directory that cannot be read, and for lines that were passed over
 */
public record HostHistory(List<ListenerHistory> listeners, List<String> problems) {

    public HostHistory {
        listeners = List.copyOf(listeners);
        problems = List.copyOf(problems);
    }

    /**
     * The history of one of them.
     *
     * @param listener its name for people, such as {@code memmon} or {@code web:memmon}
     * @param server the URL of its supervisord; empty if it is not known
     */
    public record ListenerHistory(String listener, String server, HistoryReader.Content content) {}

    /** An event, and the listener that has taken it down. */
    public record HostEvent(ListenerHistory by, HistoryEvent event) {}

    /**
     * Reads them.
     *
     * @param base the state directory of all listeners
     * @param since what was before is left out
     * @throws IOException if the base cannot be read
     */
    public static HostHistory read(Path base, Instant since) throws IOException {
        List<ListenerHistory> found = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path directory : ListenerDirectories.paths(base)) {
            try {
                Optional<ListenerId> owner = StateDirectory.owner(directory);
                HistoryReader.Content content = HistoryReader.read(directory.toAbsolutePath(), since);
                if (content.skippedLines() > 0) {
                    problems.add(shown(directory) + ": " + content.skippedLines()
                            + " lines of its history cannot be read, and are left out");
                }
                found.add(new ListenerHistory(
                        owner.map(HostHistory::name).orElseGet(() -> shown(directory)),
                        owner.map(ListenerId::server).orElse(""),
                        content));
            } catch (IOException e) {
                problems.add("cannot read the history in " + shown(directory) + ": " + AtomicFile.reason(e));
            }
        }
        return new HostHistory(found, problems);
    }

    /** Whether there are histories, and none of them can be read. */
    public boolean isUnreadable() {
        return listeners.isEmpty() && !problems.isEmpty();
    }

    /** All events in the order of time. */
    public List<HostEvent> events() {
        return listeners.stream()
                .flatMap(listener -> listener.content().events().stream().map(event -> new HostEvent(listener, event)))
                .sorted(Comparator.comparing(entry -> entry.event().time()))
                .toList();
    }

    /** The section's name, and the command where that does not tell it. */
    private static String name(ListenerId id) {
        String section = id.shortName();
        String name = section.contains(id.command()) ? section : section + " (" + id.command() + ")";
        return TextSanitizer.excerpt(name);
    }

    private static String shown(Path path) {
        return TextSanitizer.excerpt(String.valueOf(path.getFileName()));
    }
}
