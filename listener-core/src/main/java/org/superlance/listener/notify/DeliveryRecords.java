package org.superlance.listener.notify;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.util.LogOnce;

/**
 * What has become of the alerts of one receiver so far, in memory, and on disk where there is a directory and it must
 * outlive the listener. A record that cannot be written is kept in memory. Safe for use by several threads.
 */
public final class DeliveryRecords {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryRecords.class);

    private final Optional<SpoolDirectory<Alert>> outbox;
    private final Optional<SpoolDirectory<DeliveryRecord>> files;
    private final Map<String, DeliveryRecord> known = new HashMap<>();
    private final Set<String> onDisk = new HashSet<>();
    private final LogOnce unwritable = new LogOnce();

    private DeliveryRecords(Optional<SpoolDirectory<Alert>> outbox) {
        this.outbox = outbox;
        this.files = outbox.map(directory -> directory.subdirectory("attempts", DeliveryRecord.CODEC));
    }

    /** Records that are lost with the listener. */
    public static DeliveryRecords inMemory() {
        return new DeliveryRecords(Optional.empty());
    }

    /** Records in the directory {@code attempts} of an outbox, as far as that may be used. */
    public static DeliveryRecords in(SpoolDirectory<Alert> outbox) {
        return new DeliveryRecords(Optional.of(outbox));
    }

    /** What is known of the alert of that name; what an earlier life of the listener wrote is read when it is asked for. */
    synchronized DeliveryRecord get(String alert) {
        return known.computeIfAbsent(alert, name -> read(name).orElseGet(() -> DeliveryRecord.of(name)));
    }

    /** Keeps a record that may be lost with the listener. */
    synchronized void put(DeliveryRecord record) {
        if (onDisk.contains(record.alert())) {
            save(record);
        } else {
            known.put(record.alert(), record);
        }
    }

    /** Keeps a record that must outlive the listener. */
    synchronized void save(DeliveryRecord record) {
        known.put(record.alert(), record);
        if (files.isEmpty()) {
            return;
        }
        try {
            files.get().write(record);
            onDisk.add(record.alert());
            unwritable.clear();
        } catch (IOException e) {
            if (unwritable.raise()) {
                LOG.error(
                        "cannot write what became of alerts to {}: {}; an alert may be sent more often than it should if this"
                                + " listener is restarted",
                        files.get(),
                        AtomicFile.reason(e));
            }
        }
    }

    /** Forgets an alert that is done. */
    synchronized void remove(String alert) {
        known.remove(alert);
        if (onDisk.remove(alert) && files.isPresent()) {
            try {
                files.get().delete(alert + DeliveryRecord.CODEC.suffix());
            } catch (IOException e) {
                LOG.debug("record of alert {} cannot be deleted: {}", alert, AtomicFile.reason(e));
            }
        }
    }

    /** Keeps nothing of an alert that is set aside but who has accepted it, in case that it is put back. */
    synchronized void setAside(String alert) {
        Set<String> accepted = get(alert).accepted();
        if (accepted.isEmpty()) {
            remove(alert);
        } else {
            save(DeliveryRecord.of(alert).acceptedBy(accepted));
        }
    }

    /** Deletes the records of alerts that are neither waiting nor set aside any more. */
    synchronized void removeOrphans() {
        if (files.isEmpty()) {
            return;
        }
        try {
            Set<String> alerts = new HashSet<>(outbox.orElseThrow().list().keySet());
            alerts.addAll(outbox.get().subdirectory("failed").list().keySet());
            for (String file : files.get().list().keySet()) {
                if (!alerts.contains(file.substring(
                        0, file.length() - DeliveryRecord.CODEC.suffix().length()))) {
                    files.get().delete(file);
                }
            }
        } catch (IOException e) {
            LOG.debug("records in {} cannot be tidied: {}", files.get(), AtomicFile.reason(e));
        }
    }

    /** Forgets what is not named; its files stay: the alert may be put back. */
    synchronized void retain(Collection<String> alerts) {
        known.keySet().retainAll(alerts);
        onDisk.retainAll(alerts);
    }

    synchronized Collection<DeliveryRecord> all() {
        return Set.copyOf(known.values());
    }

    private Optional<DeliveryRecord> read(String alert) {
        if (files.isEmpty() || !files.get().isOwned()) {
            return Optional.empty();
        }
        try {
            DeliveryRecord record = files.get().read(alert + DeliveryRecord.CODEC.suffix());
            onDisk.add(alert);
            return Optional.of(record).filter(found -> found.alert().equals(alert));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("record of alert {} in {} cannot be read: {}", alert, files.get(), e.getMessage());
            return Optional.empty();
        }
    }
}
