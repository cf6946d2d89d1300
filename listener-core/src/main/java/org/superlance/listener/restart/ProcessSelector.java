package org.superlance.listener.restart;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;

/**
 * Which processes a listener may act on at all.
 *
 * @param self the listener's own namespec, which it never acts on; empty when it is run by hand
 * @param excluded the processes that are never acted on
 * @param named every pattern in the options, for a warning when it matches nothing
 */
public record ProcessSelector(Optional<Namespec> self, List<ProcessPattern> excluded, List<ProcessPattern> named) {

    public ProcessSelector {
        excluded = List.copyOf(excluded);
        named = List.copyOf(named);
    }

    /** The processes that may be acted on. */
    public List<ProcessInfo> of(List<ProcessInfo> processes) {
        List<ProcessInfo> allowed = new ArrayList<>(processes.size());
        for (ProcessInfo process : processes) {
            if (allows(process.name())) {
                allowed.add(process);
            }
        }
        return List.copyOf(allowed);
    }

    /** The patterns that match no process: probably misspelt. */
    public List<ProcessPattern> unmatched(List<ProcessInfo> processes) {
        List<ProcessPattern> unmatched = new ArrayList<>();
        for (ProcessPattern pattern : named) {
            if (!matchesAny(pattern, processes)) {
                unmatched.add(pattern);
            }
        }
        return List.copyOf(unmatched);
    }

    private static boolean matchesAny(ProcessPattern pattern, List<ProcessInfo> processes) {
        for (ProcessInfo process : processes) {
            if (pattern.matches(process.name())) {
                return true;
            }
        }
        return false;
    }

    /** Whether it may be acted on. */
    public boolean allows(Namespec name) {
        return !self.equals(Optional.of(name)) && !ProcessPattern.anyMatches(excluded, name);
    }

    /** Warns once of each name in the options that matches no process. For one thread. */
    public static final class UnmatchedPatternWarner {

        private static final Logger LOG = LoggerFactory.getLogger(UnmatchedPatternWarner.class);

        private final ProcessSelector selector;
        private final Set<ProcessPattern> warned = new HashSet<>();

        public UnmatchedPatternWarner(ProcessSelector selector) {
            this.selector = selector;
        }

        /** @param processes all that supervisord has */
        public void warn(List<ProcessInfo> processes) {
            List<ProcessPattern> unknown = selector.unmatched(processes);
            // a name that appears later and disappears again is worth a second warning
            warned.retainAll(unknown);
            for (ProcessPattern pattern : unknown) {
                if (warned.add(pattern)) {
                    LOG.warn(
                            "no process matches '{}', which is given in the options: {}",
                            pattern,
                            pattern.hint().orElse("check the spelling"));
                }
            }
        }

        /** Those that matched no process in the last check. */
        public Set<ProcessPattern> warned() {
            return Set.copyOf(warned);
        }
    }
}
