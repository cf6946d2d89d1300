package org.superlance.listener.runtime;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.HoldingQueue;
import org.superlance.listener.restart.RestartJournal.FileRestartJournal;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.FileLocks;
import org.superlance.listener.state.ListenerDirectories;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.util.TextSanitizer;

/**
 * The directory of a listener that does not run, in which something waits: its section was renamed or removed, or the
 * socket of supervisord was moved.
 *
 * @param owner whose it was; empty if it does not say so
 * @param restarts the processes whose restarts were interrupted
 * @param alerts how many alerts are not delivered
 * @param failures how many failures of programs are not reported
 */
record AbandonedState(Path path, Optional<ListenerId> owner, List<String> restarts, int alerts, int failures) {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedState.class);
    private static final int MAX_NAMED = 10;
    private static final int MAX_NAME_LENGTH = 200;

    /**
     * All of them. What this user may not read is left out.
     *
     * @param base the state directory of all listeners
     * @param own the directory that is left out
     * @param locks those of this process
     */
    static List<AbandonedState> in(Path base, Path own, FileLocks locks) {
        return in(
                base,
                own,
                directory -> ListenerDirectories.read(directory, locks).isFree());
    }

    /** @param isFree asked only of directories in which something is left: most have none, and their lock is in use */
    static List<AbandonedState> in(Path base, Path own, Predicate<Path> isFree) {
        List<AbandonedState> found = new ArrayList<>();
        try {
            for (Path directory : ListenerDirectories.paths(base)) {
                if (!directory.equals(own)) {
                    read(directory).filter(state -> isFree.test(directory)).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            LOG.debug("cannot look for abandoned state in {}", base, e);
        }
        return found;
    }

    private static Optional<AbandonedState> read(Path directory) {
        try {
            List<String> restarts = FileRestartJournal.names(directory.resolve(ListenerStateStore.RESTARTS));
            int alerts = alerts(directory);
            int failures = new SpoolDirectory<>(directory.resolve(ListenerStateStore.INCIDENTS), QueuedFailure.CODEC)
                    .list()
                    .size();
            return restarts.isEmpty() && alerts == 0 && failures == 0
                    ? Optional.empty()
                    : Optional.of(
                            new AbandonedState(directory, StateDirectory.owner(directory), restarts, alerts, failures));
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("cannot look for abandoned state in {}", directory, e);
            return Optional.empty();
        }
    }

    private static int alerts(Path directory) throws IOException {
        int alerts = 0;
        try (DirectoryStream<Path> outboxes = Files.newDirectoryStream(directory, ListenerStateStore::isOutbox)) {
            for (Path outbox : outboxes) {
                alerts += new SpoolDirectory<>(outbox, Alert.CODEC).list().size()
                        + new SpoolDirectory<>(outbox.resolve(ListenerStateStore.HELD), HoldingQueue.CODEC)
                                .list()
                                .size();
            }
        }
        return alerts;
    }

    /** What is left when another listener has taken the restarts over. */
    AbandonedState withoutRestarts() {
        return new AbandonedState(path, owner, List.of(), alerts, failures);
    }

    boolean isEmpty() {
        return restarts.isEmpty() && alerts == 0 && failures == 0;
    }

    /** Whether its listener restarted programs of that supervisord. Notes of another user are not believed. */
    boolean hasRestartsOf(String server) {
        return !restarts.isEmpty()
                && owner.filter(id -> id.server().equals(server)).isPresent()
                && isOurs();
    }

    private boolean isOurs() {
        try {
            new TrustedPath().requireOwn(path.toAbsolutePath());
            return true;
        } catch (IOException e) {
            LOG.debug("state directory {}: {}", path, AtomicFile.reason(e));
            return false;
        }
    }

    /**
     * Moves its interrupted restarts to that journal.
     *
     * @return false if it could not be done, or its listener runs again
     */
    boolean giveRestartsTo(FileRestartJournal journal, FileLocks locks) {
        Path base = path.toAbsolutePath().getParent();
        if (base == null || owner.isEmpty()) {
            return false;
        }
        try (StateDirectory theirs = new StateDirectory(base, owner.get(), locks)) {
            theirs.own();
            journal.adopt(path.resolve(ListenerStateStore.RESTARTS));
            return true;
        } catch (StateDirectory.InUseException e) {
            LOG.debug("state directory {} is in use again", path);
            return false;
        } catch (IOException e) {
            LOG.warn("state directory {}: cannot take over interrupted restarts: {}", path, AtomicFile.reason(e));
            return false;
        }
    }

    /** What is in it, for people: {@code interrupted restarts of web:w1, web:w2; 3 alerts}. */
    String content() {
        List<String> parts = new ArrayList<>();
        if (!restarts.isEmpty()) {
            String more = restarts.size() > MAX_NAMED ? " and " + (restarts.size() - MAX_NAMED) + " more" : "";
            parts.add("interrupted restarts of "
                    + restarts.stream()
                            .limit(MAX_NAMED)
                            .map(name -> TextSanitizer.singleLine(name, MAX_NAME_LENGTH))
                            .collect(Collectors.joining(", "))
                    + more);
        }
        if (alerts > 0) {
            parts.add(alerts + (alerts == 1 ? " alert" : " alerts"));
        }
        if (failures > 0) {
            parts.add(failures + (failures == 1 ? " unreported failure" : " unreported failures"));
        }
        return String.join(", ", parts);
    }

    /** All of it, with the remedy. */
    String sentence() {
        String whose = owner.map(id -> id.label() + " of supervisord at " + id.server())
                .orElse("an unknown listener");
        return "state directory " + path + " holds " + content() + " of "
                + TextSanitizer.singleLine(whose, 2 * MAX_NAME_LENGTH) + ", which does not run; "
                + remedy();
    }

    private String remedy() {
        List<String> steps = new ArrayList<>();
        if (!restarts.isEmpty()) {
            steps.add("start the programs that are stopped (supervisorctl start NAME)");
        }
        if (alerts > 0) {
            steps.add("move the alerts to the outbox of a running listener");
        }
        return "run that listener again, or "
                + (steps.isEmpty() ? "" : String.join(" and ", steps) + ", and ")
                + "delete the directory";
    }
}
