package org.superlance.listener.crash;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.Spool;

/**
 * Keeps incidents from the moment they are told until an alert about them is safe: on disk where the spool has one, and
 * in memory to be worked with. The spool is read once, at the beginning. For use by the protocol thread, which takes in,
 * and one worker, which does the rest.
 */
public final class Intake implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private static final int MOST_NAMED = 1_000;

    private final Spool spool;
    private final Notes notes;
    private final Metrics metrics;
    private final Deque<String> unread;
    private final AtomicLong lost = new AtomicLong();
    private boolean unsafe;

    /** One whose metrics nobody wants. */
    public Intake(Spool spool) {
        this(spool, Metrics.none());
    }

    public Intake(Spool spool, Metrics metrics) {
        this(spool, new Notes(), metrics);
    }

    Intake(Spool spool, Notes notes) {
        this(spool, notes, Metrics.none());
    }

    private Intake(Spool spool, Notes notes, Metrics metrics) {
        this.spool = spool;
        this.notes = notes;
        this.metrics = metrics;
        metrics.registerGauge(Metric.INCIDENTS_WAITING, notes::size);
        this.unread = new ArrayDeque<>(spool.names());
        readMore();
    }

    /** Takes an incident in. When this returns it is as safe as the spool can make it. */
    public void take(Incident incident) {
        metrics.count(Metric.INCIDENTS, incident.kind().name().toLowerCase(Locale.ROOT));
        Note note = Note.of(incident);
        if (!notes.hasRoom()) {
            count(incident, lost.incrementAndGet());
            return;
        }
        // on disk first: once it can be seen it can also be told, and then its file must go
        keepOnDisk(note);
        notes.put(note);
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
        return notes.all();
    }

    /** Keeps what was found out about an incident that waits. */
    public void update(Note note) {
        notes.put(note);
        if (!note.particulars().equals(Optional.of(Particulars.UNKNOWN))) {
            keepOnDisk(note);
        }
    }

    /** Forgets incidents: an alert about each is safe. */
    public void done(List<Note> told) {
        told.forEach(note -> {
            notes.remove(note);
            spool.remove(note.toAlert());
        });
        readMore();
    }

    /** Ends it; what nobody was told of and no disk has is named in the log. */
    @Override
    public void close() {
        Set<String> onDisk = new HashSet<>(spool.names());
        spool.unsaved().forEach(alert -> onDisk.remove(spool.nameOf(alert)));
        notes.all().stream()
                .map(Note::toAlert)
                .filter(alert -> !onDisk.contains(spool.nameOf(alert)))
                .limit(MOST_NAMED)
                .forEach(alert -> LOG.error(
                        "Nobody was told of this, and it is on no disk: {} at {}.", alert.subject(), alert.time()));
        spool.close();
    }

    private void keepOnDisk(Note note) {
        boolean safe = spool.add(note.toAlert());
        if (!safe && !unsafe) {
            LOG.error(
                    "{} {} and what follows wait in memory only, and are lost if this listener is killed: too many"
                            + " incidents wait on disk in {}",
                    note.incident().kind(),
                    note.incident().process(),
                    spool);
        }
        unsafe = !safe;
    }

    private static void count(Incident incident, long number) {
        if (Long.bitCount(number) == 1) {
            LOG.error(
                    "{} {}: too many incidents wait to be told, this one is only counted; {} lost so far",
                    incident.kind(),
                    incident.process(),
                    number);
        }
    }

    private void readMore() {
        while (!unread.isEmpty() && notes.hasRoom()) {
            String name = unread.remove();
            spool.read(name).flatMap(alert -> note(name, alert)).ifPresent(notes::put);
        }
    }

    private Optional<Note> note(String name, Alert alert) {
        try {
            return Optional.of(Note.of(alert));
        } catch (IllegalArgumentException e) {
            spool.moveToDeadLetters(name, "It is no incident: " + e.getMessage() + ".");
            return Optional.empty();
        }
    }
}
