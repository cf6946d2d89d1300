package org.superlance.listener.crash.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.supervisor.Namespec;

/**
 * Incidents of one process that are told in one line.
 *
 * @param entries at least one, oldest first
 */
public record RepeatedFailure(List<Batch.Entry> entries) {

    /** What happened to which process. */
    private record Subject(ProcessFailure.FailureType type, Namespec process) {
        static Subject of(Batch.Entry entry) {
            return new Subject(entry.failure().type(), entry.process());
        }
    }

    /** Puts the failures of each process that has more than so many together, where the first of them was. */
    public static List<RepeatedFailure> of(List<Batch.Entry> entries, int max) {
        Map<Subject, Integer> counts = new HashMap<>();
        entries.forEach(entry -> counts.merge(Subject.of(entry), 1, Integer::sum));
        List<List<Batch.Entry>> lines = new ArrayList<>();
        Map<Subject, List<Batch.Entry>> together = new LinkedHashMap<>();
        for (Batch.Entry entry : entries) {
            Subject subject = Subject.of(entry);
            if (counts.getOrDefault(subject, 0) <= max) {
                lines.add(List.of(entry));
            } else {
                together.computeIfAbsent(subject, first -> newLine(lines)).add(entry);
            }
        }
        return lines.stream().map(RepeatedFailure::new).toList();
    }

    /** The only one, or the first. */
    public Batch.Entry first() {
        return entries.get(0);
    }

    public Batch.Entry last() {
        return entries.get(entries.size() - 1);
    }

    public int times() {
        return entries.size();
    }

    private static List<Batch.Entry> newLine(List<List<Batch.Entry>> lines) {
        List<Batch.Entry> line = new ArrayList<>();
        lines.add(line);
        return line;
    }
}
