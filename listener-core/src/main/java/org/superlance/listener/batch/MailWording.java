package org.superlance.listener.batch;

import java.util.List;
import java.util.OptionalInt;

/** A batch as the text of a mail: a line a failure, as long as somebody would read them. */
public final class MailWording implements Wording {

    /** A mail of more lines is not read; the repeats of a process are then told in one line, whatever was asked for. */
    private static final int MOST_LINES = 500;

    private final Lines lines;
    private final OptionalInt collapse;
    private final String host;

    /** @param collapse more repeats of one process than this are told in one line */
    public MailWording(Lines lines, OptionalInt collapse, String host) {
        this.lines = lines;
        this.collapse = collapse;
        this.host = host;
    }

    @Override
    public String text(Batch batch) {
        StringBuilder text = new StringBuilder();
        List<Repeats> repeats = repeats(batch.entries());
        List<Repeats> told = repeats.subList(0, Math.min(MOST_LINES, repeats.size()));
        told.forEach(line -> text.append(lines.of(line)).append('\n'));
        if (told.size() < repeats.size()) {
            List<Repeats> rest = repeats.subList(told.size(), repeats.size());
            text.append("and ").append(rest.stream().mapToInt(Repeats::times).sum());
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

    private List<Repeats> repeats(List<Batch.Entry> entries) {
        List<Repeats> asked = Repeats.of(entries, collapse.orElse(Integer.MAX_VALUE));
        return asked.size() <= MOST_LINES ? asked : Repeats.of(entries, 1);
    }
}
