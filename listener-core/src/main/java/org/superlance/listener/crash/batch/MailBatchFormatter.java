package org.superlance.listener.crash.batch;

import java.util.List;
import java.util.OptionalInt;

/** A batch as the text of a mail: a line a failure, as long as somebody would read them. */
public final class MailBatchFormatter implements Batch.Formatter {

    /** A mail of more lines is not read; the repeats of a process are then told in one line, whatever was asked for. */
    private static final int MAX_LINES = 500;

    private final FailureLineFormatter lineFormatter;
    private final OptionalInt collapse;
    private final String host;

    /** @param collapse more repeats of one process than this are told in one line */
    public MailBatchFormatter(FailureLineFormatter lineFormatter, OptionalInt collapse, String host) {
        this.lineFormatter = lineFormatter;
        this.collapse = collapse;
        this.host = host;
    }

    @Override
    public String format(Batch batch) {
        StringBuilder text = new StringBuilder();
        List<Batch.Repeated> repeatedFailure = repeatedFailure(batch.entries());
        List<Batch.Repeated> told = repeatedFailure.subList(0, Math.min(MAX_LINES, repeatedFailure.size()));
        told.forEach(line -> text.append(lineFormatter.of(line)).append('\n'));
        if (told.size() < repeatedFailure.size()) {
            List<Batch.Repeated> rest = repeatedFailure.subList(told.size(), repeatedFailure.size());
            text.append("and ")
                    .append(rest.stream().mapToInt(Batch.Repeated::times).sum());
            text.append(" more, of ").append(rest.size()).append(" other processes\n");
        }
        text.append("\nHost: ").append(host).append('\n');
        if (batch.lost() > 0) {
            text.append("Lost: ").append(batch.lost());
            text.append(
                    " more event(s), discarded by supervisord; the crashes that its log tells of are told all the same;"
                            + " raise buffer_size in the section of this listener\n");
        }
        return text.toString();
    }

    private List<Batch.Repeated> repeatedFailure(List<Batch.Entry> entries) {
        List<Batch.Repeated> asked = Batch.Repeated.of(entries, collapse.orElse(Integer.MAX_VALUE));
        return asked.size() <= MAX_LINES ? asked : Batch.Repeated.of(entries, 1);
    }
}
