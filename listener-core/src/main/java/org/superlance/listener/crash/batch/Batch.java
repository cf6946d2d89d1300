package org.superlance.listener.crash.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.superlance.listener.crash.FailureDetails;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.QueuedFailure;
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
     * One failure.
     *
     * @param inLastHour how often the process has died in the hour before it, this time included
     */
    public record Entry(QueuedFailure queuedFailure, int inLastHour) {

        public ProcessFailure failure() {
            return queuedFailure.failure();
        }

        public Namespec process() {
            return failure().process();
        }

        public FailureDetails details() {
            return queuedFailure.details().orElse(FailureDetails.UNKNOWN);
        }
    }

    /**
     * Incidents of one process that are told in one line.
     *
     * @param entries at least one, oldest first
     */
    public record Repeated(List<Entry> entries) {

        /** What happened to which process. */
        private record Subject(ProcessFailure.FailureType type, Namespec process) {
            static Subject of(Entry entry) {
                return new Subject(entry.failure().type(), entry.process());
            }
        }

        /** Puts the failures of each process that has more than so many together, where the first of them was. */
        public static List<Repeated> of(List<Entry> entries, int max) {
            Map<Subject, Integer> counts = new HashMap<>();
            entries.forEach(entry -> counts.merge(Subject.of(entry), 1, Integer::sum));
            List<List<Entry>> lines = new ArrayList<>();
            Map<Subject, List<Entry>> together = new LinkedHashMap<>();
            for (Entry entry : entries) {
                Subject subject = Subject.of(entry);
                if (counts.getOrDefault(subject, 0) <= max) {
                    lines.add(List.of(entry));
                } else {
                    together.computeIfAbsent(subject, first -> newLine(lines)).add(entry);
                }
            }
            return lines.stream().map(Repeated::new).toList();
        }

        /** The only one, or the first. */
        public Entry first() {
            return entries.get(0);
        }

        public Entry last() {
            return entries.get(entries.size() - 1);
        }

        public int times() {
            return entries.size();
        }

        private static List<Entry> newLine(List<List<Entry>> lines) {
            List<Entry> line = new ArrayList<>();
            lines.add(line);
            return line;
        }
    }

    /** Puts a batch into words. What comes out is bounded, however many failures there are. */
    @FunctionalInterface
    public interface Formatter {

        String format(Batch batch);
    }
}
