package org.superlance.listener.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.alert.Alert;
import org.superlance.listener.alert.Spool;

/**
 * Keeps incidents from the moment they are told until an alert about them is safe: on disk where the spool has one.
 * For use by the protocol thread, which takes in, and one worker, which does the rest.
 */
public final class Intake implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Spool spool;
    private final AtomicLong lost = new AtomicLong();
    private final Map<String, Note> read = new HashMap<>();

    public Intake(Spool spool) {
        this.spool = spool;
    }

    /** Takes an incident in. When this returns it is as safe as the spool can make it. */
    public void take(Incident incident) {
        if (!spool.add(Note.of(incident).toAlert())) {
            long number = lost.incrementAndGet();
            LOG.error(
                    "{} {}: too many incidents wait to be told, this one is only counted ({} so far)",
                    incident.kind(),
                    incident.process(),
                    number);
        }
    }

    /** Takes in that so many events never reached us. */
    public void lost(long number) {
        lost.addAndGet(number);
    }

    /** How many events were lost since this was asked last; asked when it is about to be told. */
    public long takeLost() {
        return lost.getAndSet(0);
    }

    /** Everything that waits, oldest first. */
    public List<Note> waiting() {
        List<Note> notes = new ArrayList<>();
        List<String> names = spool.names();
        read.keySet().retainAll(Set.copyOf(names));
        for (String name : names) {
            note(name).ifPresent(notes::add);
        }
        return notes;
    }

    /** What waits for long is looked for each second, and read only once. */
    private Optional<Note> note(String name) {
        Note known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Note> note = spool.read(name).flatMap(alert -> note(name, alert));
        note.ifPresent(found -> read.put(name, found));
        return note;
    }

    /** Keeps what was found out about an incident that waits. */
    public void update(Note note) {
        Alert alert = note.toAlert();
        spool.add(alert);
        read.put(spool.nameOf(alert), note);
    }

    /** Forgets incidents: an alert about each is safe. */
    public void done(List<Note> told) {
        told.forEach(note -> spool.remove(note.toAlert()));
    }

    @Override
    public void close() {
        spool.unsaved()
                .forEach(alert -> LOG.error(
                        "Nobody was told of this, and it is on no disk: {} at {}.", alert.subject(), alert.time()));
        spool.close();
    }

    private Optional<Note> note(String name, Alert alert) {
        try {
            return Optional.of(Note.of(alert));
        } catch (IllegalArgumentException e) {
            spool.setAside(name, "It is no incident: " + e.getMessage() + ".");
            return Optional.empty();
        }
    }
}
