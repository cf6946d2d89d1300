package org.superlance.superlance.spool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.FileLocks;
import org.superlance.listener.state.GuardedDirectory;
import org.superlance.listener.state.ListenerDirectories;
import org.superlance.listener.state.ListenerDirectories.Kept;
import org.superlance.listener.state.ListenerDirectories.ListenerDirectory;
import org.superlance.listener.state.ListenerDirectories.Use;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.RetryRequest;
import org.superlance.listener.status.ListenerStatus;
import org.superlance.listener.status.ListenerStatus.ReceiverStatus;
import org.superlance.listener.status.StatusFile;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.superlance.spool.SpoolEntry.Kind;

/**
 * Gives what a listener that does not run has left to those that run: alerts to the queue of the same receiver, deaths that
 * were not told as alerts, interrupted restarts to a listener of the same supervisord that restarts programs.
 */
final class SpoolAdoption {

    private static final Path RESTARTS = Path.of("restarts");

    private final List<ListenerDirectory> directories;
    private final FileLocks locks;
    private final PrintStream out;
    private final PrintStream err;
    private final Set<Path> changed = new LinkedHashSet<>();
    private int failed;

    SpoolAdoption(List<ListenerDirectory> directories, CommandContext context) {
        this.directories = List.copyOf(directories);
        this.locks = context.locks();
        this.out = context.printer();
        this.err = context.err();
    }

    /** A listener that runs, with the names of its queues. */
    private record Heir(ListenerDirectory directory, ListenerStatus status) {

        List<String> receivers() {
            return status.receivers().stream().map(ReceiverStatus::spool).toList();
        }

        ListenerId id() {
            return status.identity().id();
        }

        boolean isNamed(String name) {
            return name.equals(id().name())
                    || name.equals(id().group() + ":" + id().name())
                    || name.equals(String.valueOf(directory.path().getFileName()));
        }
    }

    /**
     * Adopts.
     *
     * @param name of the directory, or its path
     * @param to the listener that is to take everything; empty for whoever has the same receiver
     */
    int adopt(String name, Optional<String> to) throws IOException {
        ListenerDirectory left = find(name);
        if (left.use() != Use.FREE) {
            throw new IllegalArgumentException(left.path()
                    + (left.use() == Use.IN_USE ? " belongs to a listener that runs" : " cannot be read")
                    + "; only what nobody uses can be adopted");
        }
        List<Heir> heirs = heirs(left, to);
        Kept kept = ListenerDirectories.keep(left, locks);
        try {
            Map<Kind, Integer> moved = new TreeMap<>();
            for (SpoolEntry entry : SpoolInventory.of(left)) {
                if (isTaken(entry, heirs, to.isPresent())) {
                    moved.merge(entry.kind(), 1, Integer::sum);
                }
            }
            for (Path directory : changed) {
                RetryRequest.ask(directory, Set.of());
            }
            report(left, moved);
        } finally {
            kept.close();
        }
        return failed == 0 ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private void report(ListenerDirectory left, Map<Kind, Integer> moved) {
        moved.forEach((kind, number) -> out.println(number + " of kind " + kind + " adopted"));
        if (failed == 0) {
            out.println(
                    moved.isEmpty()
                            ? "nothing waits in " + left.path() + ": it can be deleted"
                            : "nothing waits in " + left.path() + " any more: it can be deleted");
        }
    }

    private ListenerDirectory find(String name) {
        Path path = Path.of(name).toAbsolutePath().normalize();
        return directories.stream()
                .filter(directory ->
                        directory.path().toAbsolutePath().normalize().equals(path)
                                || String.valueOf(directory.path().getFileName())
                                        .equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no directory of a listener '"
                        + TextSanitizer.excerpt(name) + "' in the state directory; see superlance status"));
    }

    /** Those of the same command and supervisord first. */
    private List<Heir> heirs(ListenerDirectory left, Optional<String> to) {
        List<Heir> all = new ArrayList<>();
        for (ListenerDirectory directory : directories) {
            try {
                if (directory.use() == Use.IN_USE) {
                    StatusFile.read(directory.path()).ifPresent(status -> all.add(new Heir(directory, status)));
                }
            } catch (IOException e) {
                err.println(AtomicFile.reason(e));
            }
        }
        if (to.isPresent()) {
            List<Heir> named =
                    all.stream().filter(heir -> heir.isNamed(to.get())).toList();
            if (named.size() != 1) {
                throw new IllegalArgumentException((named.isEmpty() ? "no" : "more than one")
                        + " running listener is called '" + TextSanitizer.excerpt(to.get()) + "'; there are "
                        + String.join(
                                ", ",
                                all.stream()
                                        .map(heir -> String.valueOf(
                                                heir.directory().path().getFileName()))
                                        .toList()));
            }
            return named;
        }
        Optional<ListenerId> owner = left.owner();
        return Stream.concat(
                        all.stream().filter(heir -> isLike(heir, owner)),
                        all.stream().filter(heir -> !isLike(heir, owner)))
                .toList();
    }

    private static boolean isLike(Heir heir, Optional<ListenerId> owner) {
        return owner.filter(id -> id.command().equals(heir.id().command())
                        && id.server().equals(heir.id().server()))
                .isPresent();
    }

    private boolean isTaken(SpoolEntry entry, List<Heir> heirs, boolean named) {
        try {
            return switch (entry.kind()) {
                case ALERT, HELD, REFUSED -> alert(entry, heirs, named);
                case FAILURE -> failure(entry, heirs);
                case RESTART -> restart(entry, heirs, named);
                case DAMAGED -> refuse(entry, "it is damaged; look at it, and drop it");
            };
        } catch (IOException e) {
            return refuse(entry, AtomicFile.reason(e));
        } catch (IllegalArgumentException e) {
            return refuse(entry, String.valueOf(e.getMessage()));
        }
    }

    private boolean refuse(SpoolEntry entry, String why) {
        failed++;
        err.println(
                entry.kind() + " " + TextSanitizer.printable(entry.id()) + " stays: " + TextSanitizer.printable(why));
        return false;
    }

    private boolean alert(SpoolEntry entry, List<Heir> heirs, boolean named) throws IOException {
        Optional<Heir> same = heirs.stream()
                .filter(heir -> heir.receivers().contains(entry.receiver()))
                .findFirst();
        Optional<Heir> heir = same.or(() -> heirs.stream()
                .filter(any -> named && !any.receivers().isEmpty())
                .findFirst());
        if (heir.isEmpty()) {
            return refuse(
                    entry,
                    named
                            ? "that listener has no receiver"
                            : "no running listener has the receiver " + entry.receiver()
                                    + "; name one that is to tell its own with --to LISTENER");
        }
        String receiver =
                same.isPresent() ? entry.receiver() : heir.get().receivers().get(0);
        Path outbox = heir.get().directory().path().resolve(receiver);
        if (entry.kind() == Kind.HELD) {
            return held(entry, outbox);
        }
        move(entry, outbox);
        changed.add(heir.get().directory().path());
        return true;
    }

    /** Its new listener looks by itself whether it is still to be held back. */
    private boolean held(SpoolEntry entry, Path outbox) throws IOException {
        try {
            move(entry, outbox.resolve(SpoolInventory.HELD));
            return true;
        } catch (NoSuchFileException e) {
            return refuse(entry, "that listener holds nothing back: it runs an older version; restart it");
        }
    }

    /** A listener reads its failures only when it starts: what is adopted is told as it is. */
    private boolean failure(SpoolEntry entry, List<Heir> heirs) throws IOException {
        Optional<Heir> heir =
                heirs.stream().filter(any -> !any.receivers().isEmpty()).findFirst();
        if (heir.isEmpty()) {
            return refuse(entry, "no running listener has a receiver");
        }
        QueuedFailure queued = QueuedFailure.CODEC.decode(SpoolInventory.read(entry.path()));
        String what = queued.failure().type() + " " + queued.failure().process();
        String command = entry.directory().owner().map(ListenerId::command).orElse("superlance");
        Alert alert = new Alert(
                queued.id(),
                queued.failure().time(),
                command + ": " + what,
                what + " at " + queued.failure().time()
                        + ", told late: the listener that saw it does not run any more.\n"
                        + queued.details().map(details -> details.logTail()).orElse(""),
                Map.of(
                        "command",
                        command,
                        "group",
                        queued.failure().process().group(),
                        "process",
                        queued.failure().process().name(),
                        "event",
                        "failure",
                        "severity",
                        "warning"));
        for (String receiver : heir.get().receivers()) {
            write(alert, heir.get().directory().path().resolve(receiver));
        }
        changed.add(heir.get().directory().path());
        try (GuardedDirectory spool =
                SpoolInventory.open(entry.directory().path().resolve(entry.spool()))) {
            spool.delete(entry.file());
        }
        return true;
    }

    private boolean restart(SpoolEntry entry, List<Heir> heirs, boolean named) throws IOException {
        Optional<String> server = entry.directory().owner().map(ListenerId::server);
        for (Heir heir : heirs) {
            if (named || server.filter(heir.id().server()::equals).isPresent()) {
                Path restarts = heir.directory().path().resolve(RESTARTS);
                try {
                    move(entry, restarts);
                    changed.add(heir.directory().path());
                    return true;
                } catch (NoSuchFileException e) {
                    // it restarts nothing
                }
            }
        }
        return refuse(
                entry,
                "no running listener of that supervisord restarts programs; start it by hand (supervisorctl start "
                        + entry.id() + ") and drop this");
    }

    private static void move(SpoolEntry entry, Path target) throws IOException {
        try (GuardedDirectory from =
                        SpoolInventory.open(entry.directory().path().resolve(entry.spool()));
                GuardedDirectory to = SpoolInventory.open(target)) {
            // before it is seen
            from.giveToOwnerOf(to, entry.file());
            from.move(entry.file(), to, entry.file());
        }
    }

    private static void write(Alert alert, Path outbox) throws IOException {
        try (GuardedDirectory to = SpoolInventory.open(outbox)) {
            to.replaceForOwner(Path.of(Alert.CODEC.fileName(alert)), Alert.CODEC.encode(alert));
        }
    }
}
