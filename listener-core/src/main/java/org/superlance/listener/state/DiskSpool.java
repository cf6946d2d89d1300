package org.superlance.listener.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.Spool.MemorySpool;
import org.superlance.listener.util.LogOnce;

/**
 * Entries wait in a directory, one plain file each, and survive the listener. An operator may change, delete or add
 * files; each call of {@link #names} sees that. Refused and unreadable files are moved to {@code failed/}, which keeps
 * the newest 1,000; moved back they are sent again. What the disk does not take waits in memory until it does.
 */
public final class DiskSpool<T> implements Spool<T> {

    private static final Logger LOG = LoggerFactory.getLogger(DiskSpool.class);
    private static final int MAX_DEAD_LETTERS = 1_000;

    private final SpoolDirectory.Codec<T> codec;
    private final Limit limit;
    private final int maxDeadLetters;
    private final SpoolDirectory<T> files;
    private final SpoolDirectory<T> failed;
    private final MemorySpool<T> unwritten;
    private final Set<String> stuck = new HashSet<>();
    private NavigableMap<String, Long> sizes = new TreeMap<>();
    /** The sum of the sizes, kept up to date because it is needed for every entry. */
    private long bytes;

    private final LogOnce unwritable = new LogOnce();

    /**
     * Uses the directory, with {@link Limit#DISK}; what a killed listener left in it is queued again. Nobody else uses it:
     * two would deliver everything twice.
     */
    public DiskSpool(Path directory, SpoolDirectory.Codec<T> codec) {
        this(new SpoolDirectory<>(directory, codec), codec, Limit.DISK);
    }

    /** The same with another limit. */
    public DiskSpool(Path directory, SpoolDirectory.Codec<T> codec, Limit limit) {
        this(new SpoolDirectory<>(directory, codec), codec, limit);
    }

    /**
     * Uses the directory as far as it can be used: while it is not owned, cannot be made or takes nothing, entries wait in
     * memory; what lies in it is queued when it is owned.
     */
    public DiskSpool(SpoolDirectory<T> directory, SpoolDirectory.Codec<T> codec, Limit limit) {
        this(directory, codec, limit, MAX_DEAD_LETTERS);
    }

    DiskSpool(SpoolDirectory<T> directory, SpoolDirectory.Codec<T> codec, Limit limit, int maxDeadLetters) {
        this.codec = codec;
        this.limit = limit;
        this.maxDeadLetters = maxDeadLetters;
        this.files = directory;
        this.failed = directory.subdirectory("failed");
        this.unwritten = new MemorySpool<>(codec);
        try {
            files.removeTemporaryFiles();
            list();
        } catch (IOException e) {
            LOG.error("spool directory {}: cannot be read: {}; trying again", files, AtomicFile.reason(e));
        }
        makeDirectories();
    }

    /** For operators, who may put an entry there; the next entry makes them too. */
    private void makeDirectories() {
        try {
            files.prepare();
            failed.prepare();
        } catch (IOException e) {
            LOG.debug("spool directory {}: cannot be made: {}", files, AtomicFile.reason(e));
        }
    }

    /** Whether entries wait in a directory that is not open. */
    public static <T> boolean hasEntries(Path directory, SpoolDirectory.Codec<T> codec) throws IOException {
        return Files.isDirectory(directory)
                && !new SpoolDirectory<>(directory, codec).list().isEmpty();
    }

    @Override
    public synchronized boolean add(T entry) {
        byte[] content = codec.encode(entry);
        if (!limit.allows(sizes.size() + 1, bytes + content.length)) {
            return false;
        }
        return write(codec.fileName(entry), content) || unwritten.add(entry);
    }

    @Override
    public synchronized List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        if (!files.exists()) {
            makeDirectories();
        }
        try {
            list();
            names.addAll(sizes.keySet());
        } catch (IOException e) {
            LOG.debug("spool directory {}: cannot be listed: {}", files, AtomicFile.reason(e));
        }
        names.addAll(unwritten.names());
        writeAgain();
        return List.copyOf(names);
    }

    @Override
    public synchronized Optional<String> oldest() {
        Optional<String> inMemory = unwritten.oldest();
        if (sizes.isEmpty()) {
            return inMemory;
        }
        String onDisk = sizes.firstKey();
        return inMemory.filter(name -> name.compareTo(onDisk) < 0).or(() -> Optional.of(onDisk));
    }

    @Override
    public synchronized int size() {
        return sizes.size() + unwritten.size();
    }

    @Override
    public synchronized Optional<T> read(String name) {
        Optional<T> kept = unwritten.read(name);
        if (kept.isPresent()) {
            return kept;
        }
        try {
            return Optional.of(files.read(name));
        } catch (NoSuchFileException e) {
            LOG.info("{} {} was deleted from spool directory {}; not sent", codec.noun(), name, files);
            forgetSize(name);
        } catch (IOException e) {
            moveToDeadLetters(name, "cannot be read: " + AtomicFile.reason(e));
        } catch (IllegalArgumentException e) {
            moveToDeadLetters(name, "not an " + codec.noun() + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    @Override
    public synchronized void remove(String name) {
        forgetSize(name);
        boolean wasInMemory = unwritten.forget(name) != null;
        try {
            // Also if it was in memory: a write that failed late may have left the file.
            files.delete(name);
        } catch (IOException e) {
            if (wasInMemory) {
                LOG.debug("{} {}: its file, if any, cannot be deleted: {}", codec.noun(), name, AtomicFile.reason(e));
                return;
            }
            stuck.add(name);
            LOG.error(
                    "{} {} was delivered, but its file cannot be deleted: {}; it is sent again when this listener"
                            + " restarts, unless you delete the file",
                    codec.noun(),
                    files.path(name),
                    AtomicFile.reason(e));
        }
    }

    @Override
    public synchronized void moveToDeadLetters(String name, String why) {
        forgetSize(name);
        if (unwritten.read(name).isPresent()) {
            unwritten.moveToDeadLetters(name, why);
            return;
        }
        try {
            files.moveTo(failed, name);
            deleteOldestDeadLetters();
            LOG.error("{} {} moved to {} and not sent: {}; move it back to send it", codec.noun(), name, failed, why);
        } catch (IOException e) {
            stuck.add(name);
            LOG.error(
                    "{} {} not sent: {}; it cannot be moved to {}: {}",
                    codec.noun(),
                    name,
                    why,
                    failed,
                    AtomicFile.reason(e));
        }
    }

    private void deleteOldestDeadLetters() throws IOException {
        NavigableSet<String> kept = failed.list().navigableKeySet();
        while (kept.size() > maxDeadLetters) {
            failed.delete(kept.pollFirst());
        }
    }

    @Override
    public List<T> unsaved() {
        return unwritten.unsaved();
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return files.toString();
    }

    /** Lists the directory; what could neither be deleted nor moved is left out, so that it is not sent again. */
    private void list() throws IOException {
        sizes = files.list();
        stuck.retainAll(sizes.keySet());
        sizes.keySet().removeAll(stuck);
        bytes = 0;
        for (long size : sizes.values()) {
            bytes += size;
        }
    }

    private void forgetSize(String name) {
        Long size = sizes.remove(name);
        bytes -= size == null ? 0 : size;
    }

    private boolean write(String name, byte[] content) {
        try {
            files.write(name, content);
        } catch (IOException e) {
            if (unwritable.raise()) {
                LOG.error(
                        "cannot write an {} to spool directory {}: {}; keeping {}s in memory until it is writable"
                                + " again, they are lost if this listener is killed",
                        codec.noun(),
                        files,
                        AtomicFile.reason(e),
                        codec.noun());
            }
            return false;
        }
        forgetSize(name);
        sizes.put(name, (long) content.length);
        bytes += content.length;
        stuck.remove(name);
        if (unwritable.clear()) {
            LOG.info("spool directory {} is writable again, {}s are on disk", files, codec.noun());
        }
        return true;
    }

    private void writeAgain() {
        for (T entry : unwritten.unsaved()) {
            String name = codec.fileName(entry);
            if (!write(name, codec.encode(entry))) {
                return;
            }
            unwritten.forget(name);
        }
    }
}
