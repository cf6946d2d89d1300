package org.superlance.listener.crash;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.superlance.listener.supervisor.Namespec;

/** The notes that wait, in the order in which they came: as many as fit the small heap of a listener. */
final class Notes {

    private static final int MOST = 100_000;
    private static final long MOST_BYTES = 24L << 20;
    private static final int EACH = 160;
    private static final int MOST_SHARED = 10_000;

    private final int most;
    private final Map<String, Note> notes = new LinkedHashMap<>();
    private final Map<Namespec, Namespec> shared = new HashMap<>();
    private long bytes;

    Notes() {
        this(MOST);
    }

    Notes(int most) {
        this.most = most;
    }

    synchronized int size() {
        return notes.size();
    }

    synchronized boolean hasRoom() {
        return notes.size() < most && bytes < MOST_BYTES;
    }

    /** Adds the note, or puts it into the place of the one with the same id. */
    synchronized void put(Note note) {
        Note slim = note.about(share(note.incident().process()));
        Note before = notes.put(note.id(), slim);
        bytes += size(slim) - (before == null ? 0 : size(before));
    }

    synchronized void remove(Note note) {
        Note removed = notes.remove(note.id());
        bytes -= removed == null ? 0 : size(removed);
    }

    synchronized List<Note> all() {
        return List.copyOf(notes.values());
    }

    /** The same few programs die again and again. */
    private Namespec share(Namespec process) {
        if (shared.size() >= MOST_SHARED) {
            shared.clear();
        }
        Namespec known = shared.putIfAbsent(process, process);
        return known == null ? process : known;
    }

    private static long size(Note note) {
        Namespec process = note.incident().process();
        int found = note.particulars()
                .map(particulars -> particulars.tail().length()
                        + particulars.cause().map(String::length).orElse(0))
                .orElse(0);
        return EACH + process.group().length() + process.name().length() + 2L * found;
    }
}
