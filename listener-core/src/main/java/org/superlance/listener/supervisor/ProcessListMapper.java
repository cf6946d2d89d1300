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
final class ProcessListMapper {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessListMapper.class);
    private static final int MAX_LOG_LINES = 3;

    private final List<ProcessInfo> processes;
    private final Set<Namespec> names;
    private int broken;

    private ProcessListMapper(int size) {
        processes = new ArrayList<>(size);
        names = new HashSet<>(size * 2);
    }

    /** Each process once, in the order of the answer. */
    static List<ProcessInfo> of(Object[] entries) {
        ProcessListMapper list = new ProcessListMapper(entries.length);
        for (Object entry : entries) {
            list.add(entry);
        }
        if (list.broken > MAX_LOG_LINES) {
            LOG.warn(
                    "{} more processes that supervisord listed are ignored for such reasons.",
                    list.broken - MAX_LOG_LINES);
        }
        return List.copyOf(list.processes);
    }

    private void add(@Nullable Object entry) {
        try {
            ProcessInfo process = StructMapper.of(entry).processInfo();
            if (names.add(process.name())) {
                processes.add(process);
            }
        } catch (UnexpectedValueException e) {
            if (++broken <= MAX_LOG_LINES) {
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
