package org.superlance.superlance.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.GuardedDirectory;
import org.superlance.listener.state.ListenerDirectories.ListenerDirectory;
import org.superlance.listener.state.ListenerDirectories.Use;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.RetryRequest;
import org.superlance.listener.status.ListenerStatus.Problem;
import org.superlance.listener.status.StatusFile;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.superlance.spool.SpoolEntry.Kind;

/** Shows, tries again and deletes what waits. What it does it says on stdout, what it cannot do on stderr. */
final class SpoolActions {

    private static final int MAX_TEXT = 1 << 20;
    private static final int MIN_PREFIX = 4;

    /** A running listener looks every two seconds. */
    private static final int MAX_WAIT_SECONDS = 15;

    private static final int POLL_MILLIS = 100;

    private final List<ListenerDirectory> directories;
    private final List<SpoolEntry> entries;
    private final PrintStream out;
    private final PrintStream err;

    SpoolActions(List<ListenerDirectory> directories, List<SpoolEntry> entries, CommandContext context) {
        this.directories = List.copyOf(directories);
        this.entries = List.copyOf(entries);
        this.out = context.printer();
        this.err = context.err();
    }

    /**
     * Those of an id, or of its beginning.
     *
     * @throws IllegalArgumentException with a sentence if there is none, or several begin so
     */
    List<SpoolEntry> find(String id) {
        List<SpoolEntry> exact =
                entries.stream().filter(entry -> entry.id().equals(id)).toList();
        if (!exact.isEmpty()) {
            return exact;
        }
        List<SpoolEntry> found = id.length() < MIN_PREFIX
                ? List.of()
                : entries.stream().filter(entry -> entry.id().startsWith(id)).toList();
        Set<String> ids = new LinkedHashSet<>();
        found.forEach(entry -> ids.add(entry.id()));
        if (ids.size() > 1) {
            throw new IllegalArgumentException("'" + id + "' is the beginning of several: " + String.join(", ", ids));
        }
        if (ids.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no '" + TextSanitizer.excerpt(id) + "' (any more); see superlance spool list");
        }
        return found;
    }

    int show(String id) throws IOException {
        for (SpoolEntry entry : find(id)) {
            line("What", entry.kind().toString());
            line(
                    "Listener",
                    entry.directory().owner().map(ListenerId::label).orElse("?")
                            + (entry.directory().use() == Use.IN_USE ? "" : " (not running)"));
            line("File", entry.path().toString());
            if (entry.isAlert()) {
                delivery(entry);
            }
            out.println();
            out.print(TextSanitizer.multiLine(SpoolInventory.content(entry), MAX_TEXT));
            out.println();
        }
        return ExitStatus.OK;
    }

    /** Whom it is for, why it was not delivered, and what is on disk of its attempts. */
    private void delivery(SpoolEntry entry) throws IOException {
        StatusFile.read(entry.directory().path())
                .ifPresent(status -> status.receivers().stream()
                        .filter(receiver -> receiver.spool().equals(entry.receiver()))
                        .forEach(receiver -> {
                            line("Receiver", receiver.label());
                            receiver.trouble()
                                    .ifPresent((Problem trouble) ->
                                            line("Last-Failure", trouble.time() + " " + trouble.text()));
                        }));
        Path record = entry.directory()
                .path()
                .resolve(entry.receiver())
                .resolve("attempts")
                .resolve(entry.file() + ".attempts");
        try {
            out.print(TextSanitizer.multiLine(new String(SpoolInventory.read(record), UTF_8), MAX_TEXT));
        } catch (NoSuchFileException e) {
            // it was not tried, or that need not outlive the listener
        }
    }

    private void line(String name, String value) {
        out.println(name + ": " + TextSanitizer.printable(TextSanitizer.singleLine(value, MAX_TEXT)));
    }

    int flush() throws IOException {
        Map<ListenerDirectory, Set<String>> all = new LinkedHashMap<>();
        for (ListenerDirectory directory : directories) {
            boolean waits = entries.stream()
                    .anyMatch(entry -> entry.directory().equals(directory)
                            && (entry.kind() == Kind.ALERT || entry.kind() == Kind.RESTART));
            if (directory.use() == Use.IN_USE && waits) {
                all.put(directory, Set.of());
            }
        }
        if (all.isEmpty()) {
            out.println("nothing waits for a running listener");
            return ExitStatus.OK;
        }
        return ask(all);
    }

    int resend(List<String> ids) throws IOException {
        List<SpoolEntry> found = ids.stream().flatMap(id -> find(id).stream()).toList();
        Map<ListenerDirectory, Set<String>> asked = new LinkedHashMap<>();
        int failed = 0;
        for (SpoolEntry entry : found) {
            if (entry.kind() == Kind.HELD) {
                err.println(
                        entry.id() + " is held back while its program is paused, or in quiet hours: superlance resume"
                                + " ends a pause");
                failed++;
            } else if (!entry.isAlert()) {
                err.println(entry.id() + " is a " + entry.kind() + ": only alerts can be resent");
                failed++;
            } else if (entry.directory().use() != Use.IN_USE) {
                err.println(entry.id() + " belongs to " + SpoolListing.listener(entry)
                        + ", which does not run: start it, or superlance spool adopt "
                        + entry.directory().path());
                failed++;
            } else {
                if (entry.kind() == Kind.REFUSED) {
                    putBack(entry);
                }
                asked.computeIfAbsent(entry.directory(), directory -> new LinkedHashSet<>())
                        .add(entry.id());
            }
        }
        int status = asked.isEmpty() ? ExitStatus.OK : ask(asked);
        return failed > 0 ? ExitStatus.FAILED : status;
    }

    private static void putBack(SpoolEntry entry) throws IOException {
        Path outbox = entry.directory().path().resolve(entry.receiver());
        try (GuardedDirectory from = SpoolInventory.open(outbox.resolve(SpoolInventory.FAILED));
                GuardedDirectory to = SpoolInventory.open(outbox)) {
            from.move(entry.file(), to, entry.file());
        }
    }

    /** Asks listeners, and waits until they have seen that. */
    private int ask(Map<ListenerDirectory, Set<String>> all) throws IOException {
        for (Map.Entry<ListenerDirectory, Set<String>> one : all.entrySet()) {
            RetryRequest.ask(one.getKey().path(), one.getValue());
        }
        List<ListenerDirectory> silent = new ArrayList<>(all.keySet());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
        boolean waiting = true;
        while (waiting && !silent.isEmpty() && System.nanoTime() < end) {
            silent.removeIf(directory -> !RetryRequest.isPending(directory.path()));
            waiting = pause();
        }
        Map<Boolean, String> what = new HashMap<>(Map.of(true, "tries now what waits", false, "tries these now"));
        for (ListenerDirectory directory : all.keySet()) {
            String name = directory
                    .owner()
                    .map(ListenerId::label)
                    .orElse(directory.path().toString());
            if (silent.contains(directory)) {
                err.println(name + " has not seen the request yet"
                        + (waiting ? ": it is busy, hangs, or runs an older version" : "; the request stays"));
            } else {
                out.println(name + " "
                        + what.get(Optional.ofNullable(all.get(directory))
                                .orElse(Set.of())
                                .isEmpty()));
            }
        }
        return silent.isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
    }

    /** Returns false if this is not to be waited for any longer. */
    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    int drop(List<String> ids) {
        int failed = 0;
        for (SpoolEntry entry : ids.stream().flatMap(id -> find(id).stream()).toList()) {
            boolean inMemory = entry.kind() == Kind.FAILURE || entry.kind() == Kind.RESTART;
            if (inMemory && entry.directory().use() != Use.FREE) {
                err.println(entry.id() + " is in the hands of " + SpoolListing.listener(entry)
                        + ", which runs: stop that first");
                failed++;
                continue;
            }
            Path directory = entry.directory().path().resolve(entry.spool());
            try (GuardedDirectory guarded = SpoolInventory.open(directory)) {
                guarded.delete(entry.file());
                out.println("dropped " + entry.kind() + " " + TextSanitizer.printable(entry.id()) + " of "
                        + TextSanitizer.printable(SpoolListing.listener(entry)));
            } catch (IOException e) {
                err.println(entry.id() + " cannot be dropped: " + AtomicFile.reason(e));
                failed++;
            }
        }
        return failed == 0 ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
