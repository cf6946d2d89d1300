package org.superlance.listener.notify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.TextSanitizer;

/**
 * Alerts wait in a directory, one plain file each (see {@code AlertFileFormat}), and survive the listener. An operator may
 * change, delete or add files; each call of {@link #names} sees that. Refused and unreadable files are moved to
 * {@code failed/}, which keeps the newest 1,000; moved back they are sent again. What the disk does not take waits in
 * memory until it does.
 */
public final class DiskSpool implements Spool {

    private static final Logger LOG = LoggerFactory.getLogger(DiskSpool.class);
    private static final int MAX_DEAD_LETTERS = 1_000;

    private final SpoolLimit limit;
    private final SpoolDirectory files;
    private final DeadLetterDirectory failed;
    private final SpoolLock lock;
    private final SpoolErrorLog health;
    private final MemorySpool unwritten = new MemorySpool();
    private SpoolFileIndex sizes;
    private final Set<String> stuck = new HashSet<>();

    /**
     * Takes the directory over; what a killed listener left in it waits again.
     *
     * @throws IOException if the directory cannot be made or read, or another listener has it
     */
    public DiskSpool(Path directory) throws IOException {
        this(directory, SpoolLimit.DISK);
    }

    /** The same with another limit. */
    public DiskSpool(Path directory, SpoolLimit limit) throws IOException {
        this(directory, limit, MAX_DEAD_LETTERS);
    }

    /** Whether alerts wait in a directory that nobody has opened. */
    public static boolean hasAlerts(Path directory) throws IOException {
        return Files.isDirectory(directory)
                && !new SpoolDirectory(directory).list().isEmpty();
    }

    DiskSpool(Path directory, SpoolLimit limit, int mostFailed) throws IOException {
        this.limit = limit;
        this.files = new SpoolDirectory(directory);
        this.failed = new DeadLetterDirectory(directory.resolve("failed"), mostFailed);
        this.health = new SpoolErrorLog(files);
        this.lock = SpoolLock.acquire(directory.resolve("lock"));
        try {
            files.removeTemporaryFiles();
            this.sizes = new SpoolFileIndex(files.list());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public synchronized boolean add(Alert alert) {
        byte[] content = AlertFileFormat.write(alert);
        if (!limit.allows(sizes.count() + 1, sizes.bytes() + content.length)) {
            return false;
        }
        return write(alert, content) || unwritten.add(alert);
    }

    @Override
    public synchronized List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        try {
            sizes = new SpoolFileIndex(files.list());
            stuck.retainAll(sizes.names());
            stuck.forEach(sizes::remove);
            names.addAll(sizes.names());
        } catch (IOException e) {
            LOG.debug("The spool directory {} cannot be listed: {}.", files, reason(e));
        }
        names.addAll(unwritten.names());
        writeAgain();
        return List.copyOf(names);
    }

    @Override
    public synchronized int size() {
        return sizes.count() + unwritten.size();
    }

    @Override
    public synchronized Optional<Alert> read(String name) {
        Optional<Alert> kept = unwritten.read(name);
        if (kept.isPresent()) {
            return kept;
        }
        try {
            return Optional.of(AlertFileFormat.read(files.read(name)));
        } catch (NoSuchFileException e) {
            LOG.info("The alert {} was deleted from the spool directory {} and is not sent.", name, files);
            sizes.remove(name);
        } catch (IOException e) {
            moveToDeadLetters(name, "It cannot be read: " + reason(e) + ".");
        } catch (IllegalArgumentException e) {
            moveToDeadLetters(name, "It is not an alert: " + e.getMessage());
        }
        return Optional.empty();
    }

    @Override
    public synchronized void remove(String name) {
        sizes.remove(name);
        boolean wasInMemory = unwritten.forget(name) != null;
        try {
            // Also if it was in memory: a write that failed late may have left the file.
            files.delete(name);
        } catch (IOException e) {
            if (wasInMemory) {
                LOG.debug("A file of the alert {}, if there is one, cannot be deleted: {}.", name, reason(e));
                return;
            }
            stuck.add(name);
            LOG.error(
                    "The alert {} was delivered, but its file cannot be deleted ({}). It will be sent once more when the"
                            + " listener starts again, unless you delete it.",
                    files.path(name),
                    reason(e));
        }
    }

    @Override
    public synchronized void moveToDeadLetters(String name, String why) {
        sizes.remove(name);
        if (unwritten.read(name).isPresent()) {
            unwritten.moveToDeadLetters(name, why);
            return;
        }
        try {
            failed.add(files, name);
            LOG.error("The alert {} was moved to {} and is not sent. {} Move it back to send it.", name, failed, why);
        } catch (IOException e) {
            stuck.add(name);
            LOG.error("The alert {} is not sent. {} It cannot be moved to {}: {}.", name, why, failed, reason(e));
        }
    }

    @Override
    public List<Alert> unsaved() {
        return unwritten.unsaved();
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("The lock of the spool directory {} cannot be let go: {}.", files, reason(e));
        }
    }

    @Override
    public String toString() {
        return files.toString();
    }

    private boolean write(Alert alert, byte[] content) {
        String name = AlertFileFormat.name(alert);
        try {
            files.write(name, content);
            sizes.put(name, content.length);
            stuck.remove(name);
            health.onRecovered();
            return true;
        } catch (IOException e) {
            health.onError(reason(e));
            return false;
        }
    }

    private void writeAgain() {
        for (Alert alert : unwritten.unsaved()) {
            if (!write(alert, AlertFileFormat.write(alert))) {
                return;
            }
            unwritten.forget(AlertFileFormat.name(alert));
        }
    }

    private static String reason(IOException e) {
        return TextSanitizer.singleLine(e.toString(), 300);
    }
}
