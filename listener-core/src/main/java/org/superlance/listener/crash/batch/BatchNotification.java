package org.superlance.listener.crash.batch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.superlance.listener.notify.Alert;

/**
 * Makes an alert of a batch.
 *
 * @param subject empty for none
 * @param lineFormatter how one failure is told, in the log too
 * @param formatter how all of them are told
 */
public record BatchNotification(String subject, FailureLineFormatter lineFormatter, BatchFormatter formatter) {

    /** @param batch has at least one entry */
    Alert compose(String id, Batch batch) {
        List<Batch.Entry> entries = batch.entries();
        Batch.Entry last = entries.get(entries.size() - 1);
        return new Alert(id, last.failure().time(), subject, formatter.format(batch), labels(entries, last));
    }

    private static Map<String, String> labels(List<Batch.Entry> entries, Batch.Entry last) {
        Map<String, String> labels = new HashMap<>();
        labels.put("event", last.failure().type().name());
        labels.put("incidents", Integer.toString(entries.size()));
        // a batch about one process, or one group, can be sorted by it
        if (entries.stream()
                .allMatch(entry -> entry.process().group().equals(last.process().group()))) {
            labels.put("group", last.process().group());
        }
        if (entries.stream().allMatch(entry -> entry.process().equals(last.process()))) {
            labels.put("process", last.process().name());
        }
        return labels;
    }
}
