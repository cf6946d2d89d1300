package org.superlance.superlance.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.state.ListenerDirectories.Use;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.JsonObject;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.TextTable;
import org.superlance.superlance.spool.SpoolEntry.Kind;

/** What waits, for people and for programs. */
record SpoolListing(List<SpoolEntry> entries, Instant now) {

    /** What people type is that long at least. */
    private static final int MIN_ID = 8;

    private static final int MAX_SUBJECT = 200;

    /** Of more entries the files are not opened. */
    private static final int MAX_OPENED = 2_000;

    SpoolListing {
        entries = List.copyOf(entries);
    }

    String table() {
        if (entries.isEmpty()) {
            return "nothing waits\n";
        }
        Map<String, String> heads = heads();
        TextTable table = new TextTable("ID", "KIND", "AGE", "LISTENER", "RECEIVER", "SUBJECT");
        for (int i = 0; i < entries.size(); i++) {
            SpoolEntry entry = entries.get(i);
            table.add(
                    printable(isTyped(entry) ? heads.getOrDefault(entry.id(), entry.id()) : entry.id()),
                    entry.kind().toString(),
                    entry.time().map(this::age).orElse("-"),
                    printable(listener(entry)) + (entry.directory().use() == Use.IN_USE ? "" : " (not running)"),
                    entry.isAlert() ? printable(entry.receiver()) : "-",
                    i < MAX_OPENED ? subject(entry) : "");
        }
        return table + "\n" + summary() + "\n";
    }

    private String summary() {
        return List.of(Kind.values()).stream()
                .map(kind -> count(kind) == 0 ? "" : count(kind) + " " + noun(kind, count(kind)))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private long count(Kind kind) {
        return entries.stream().filter(entry -> entry.kind() == kind).count();
    }

    private static String noun(Kind kind, long number) {
        String plural = number == 1 ? "" : "s";
        return switch (kind) {
            case ALERT -> "alert" + plural + " to be delivered";
            case HELD -> "alert" + plural + " held back";
            case REFUSED -> "alert" + plural + " refused or given up";
            case FAILURE -> "death" + plural + " to be told";
            case RESTART -> "restart" + plural + " to be finished";
            case DAMAGED -> "damaged file" + plural;
        };
    }

    private String age(Instant time) {
        return Durations.format(Durations.elapsed(time, now).truncatedTo(ChronoUnit.SECONDS));
    }

    /** Whether its id is a number; that of a restart is the name of its program. */
    private static boolean isTyped(SpoolEntry entry) {
        return entry.isAlert() || entry.kind() == Kind.FAILURE;
    }

    /** The beginning of each id by which it can be told from the others; the same alert may wait for several receivers. */
    private Map<String, String> heads() {
        Map<String, String> heads = new HashMap<>();
        // only its neighbours in the order of the alphabet have as much in common with it
        TreeSet<String> ids = entries.stream().map(SpoolEntry::id).collect(Collectors.toCollection(TreeSet::new));
        String before = "";
        for (String id : ids) {
            String after = Objects.requireNonNullElse(ids.higher(id), "");
            int length = Math.max(MIN_ID, 1 + Math.max(common(before, id), common(id, after)));
            heads.put(id, id.substring(0, Math.min(length, id.length())));
            before = id;
        }
        return heads;
    }

    private static int common(String one, String other) {
        int length = 0;
        while (length < one.length() && length < other.length() && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    static String listener(SpoolEntry entry) {
        return entry.directory().owner().map(ListenerId::shortName).orElse("?");
    }

    /** One line of what it is about; why it cannot be read if that is so. */
    static String subject(SpoolEntry entry) {
        try {
            byte[] content = SpoolInventory.read(entry.path());
            String text = switch (entry.kind()) {
                case ALERT, HELD, REFUSED -> Alert.CODEC.decode(content).subject();
                case FAILURE -> {
                    QueuedFailure queued = QueuedFailure.CODEC.decode(content);
                    yield queued.failure().type() + " " + queued.failure().process();
                }
                case RESTART ->
                    SpoolInventory.content(entry).lines().skip(1).findFirst().orElse("");
                case DAMAGED -> "";
            };
            return printable(TextSanitizer.singleLine(text, MAX_SUBJECT));
        } catch (IOException e) {
            return "cannot be read";
        } catch (RuntimeException e) {
            return "damaged";
        }
    }

    private static String printable(String text) {
        return TextSanitizer.printable(TextSanitizer.singleLine(text, MAX_SUBJECT));
    }

    /** As docs/operations.md has it: every member is always there, and members may be added, never removed. */
    String json(Path base, List<String> unknown) {
        return new JsonObject()
                .put("time", now.toString())
                .put("state_dir", base.toString())
                .put("unknown", unknown)
                .putObjects("entries", entries.stream().map(SpoolListing::json).toList())
                .toString();
    }

    private static JsonObject json(SpoolEntry entry) {
        Optional<ListenerId> owner = entry.directory().owner();
        return new JsonObject()
                .put("id", entry.id())
                .put("kind", entry.kind().toString())
                .put("listener", owner.map(id -> id.group() + ":" + id.name()))
                .put("command", owner.map(ListenerId::command))
                .put("supervisord", owner.map(ListenerId::server))
                .put("running", entry.directory().use() == Use.IN_USE)
                .put("receiver", entry.isAlert() ? Optional.of(entry.receiver()) : Optional.empty())
                .put("time", entry.time().map(Instant::toString))
                .put("subject", subject(entry))
                .put("bytes", entry.size())
                .put("file", entry.path().toString());
    }
}
