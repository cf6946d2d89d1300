package org.superlance.listener.restart;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;

/** Warns of each name in the options that fits no process, when it is first seen to. For one thread. */
public final class UnmatchedPatternWarner {

    private static final Logger LOG = LoggerFactory.getLogger(UnmatchedPatternWarner.class);

    private final ProcessSelector selector;
    private final Set<ProcessPattern> told = new HashSet<>();

    public UnmatchedPatternWarner(ProcessSelector selector) {
        this.selector = selector;
    }

    /** @param processes all that supervisord has */
    public void warn(List<ProcessInfo> processes) {
        List<ProcessPattern> unknown = selector.unmatched(processes);
        // a name that turns up later and goes again is worth a second warning
        told.retainAll(unknown);
        for (ProcessPattern pattern : unknown) {
            if (told.add(pattern)) {
                LOG.warn("supervisord knows no process '{}', which an option names: check the spelling", pattern);
            }
        }
    }

    /** Those that fitted no process when they were last looked for. */
    public Set<ProcessPattern> warned() {
        return Set.copyOf(told);
    }
}
