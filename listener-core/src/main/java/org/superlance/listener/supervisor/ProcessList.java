package org.superlance.listener.supervisor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.http.MessageExcerpt;

/** Reads the answer of {@code getAllProcessInfo}: one broken entry must not hide all other processes. */
final class ProcessList {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessList.class);
    private static final int MOST_LINES = 3;

    private final List<ProcessInfo> processes;
    private final Set<Namespec> names;
    private int broken;

    private ProcessList(int size) {
        processes = new ArrayList<>(size);
        names = new HashSet<>(size * 2);
    }

    /** Each process once, in the order of the answer. */
    static List<ProcessInfo> of(Object[] entries) {
        ProcessList list = new ProcessList(entries.length);
        for (Object entry : entries) {
            list.add(entry);
        }
        if (list.broken > MOST_LINES) {
            LOG.warn(
                    "{} more processes that supervisord listed are ignored for such reasons.",
                    list.broken - MOST_LINES);
        }
        return List.copyOf(list.processes);
    }

    private void add(@Nullable Object entry) {
        try {
            ProcessInfo process = Struct.of(entry).processInfo();
            if (names.add(process.name())) {
                processes.add(process);
            }
        } catch (UnexpectedValueException e) {
            if (++broken <= MOST_LINES) {
                LOG.warn(
                        "A process that supervisord listed is ignored because what it said cannot be used: {} ({}).",
                        e.getMessage(),
                        described(entry));
            }
        }
    }

    private static String described(@Nullable Object entry) {
        return MessageExcerpt.of(String.valueOf(entry));
    }
}
