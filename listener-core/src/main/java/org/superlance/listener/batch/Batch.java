package org.superlance.listener.batch;

import java.util.List;
import org.superlance.listener.crash.Incident;
import org.superlance.listener.crash.Note;
import org.superlance.listener.crash.Particulars;
import org.superlance.listener.supervisor.Namespec;

/**
 * Incidents that are told together.
 *
 * @param entries oldest first
 * @param lost how many more events there were, of which nothing else is known
 */
public record Batch(List<Entry> entries, long lost) {

    public Batch {
        entries = List.copyOf(entries);
    }

    /**
     * One incident.
     *
     * @param inLastHour how often the process has died in the hour before it, this time included
     */
    public record Entry(Note note, int inLastHour) {

        public Incident incident() {
            return note.incident();
        }

        public Namespec process() {
            return incident().process();
        }

        public Particulars particulars() {
            return note.particulars().orElse(Particulars.UNKNOWN);
        }
    }
}
