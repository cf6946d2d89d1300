package org.superlance.listener.restart;

import java.util.List;
import java.util.Optional;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;

/**
 * Which processes a listener may act on at all.
 *
 * @param self the listener's own namespec, which it never acts on; empty when it is used by hand
 * @param excluded what the user wants left alone
 * @param named every pattern the user gave, to be told when it fits nothing
 */
public record ProcessSelector(Optional<Namespec> self, List<ProcessPattern> excluded, List<ProcessPattern> named) {

    public ProcessSelector {
        excluded = List.copyOf(excluded);
        named = List.copyOf(named);
    }

    /** The processes that may be acted on. */
    public List<ProcessInfo> of(List<ProcessInfo> processes) {
        return processes.stream().filter(process -> allows(process.name())).toList();
    }

    /** The patterns that fit no process: likely misspelt. */
    public List<ProcessPattern> unmatched(List<ProcessInfo> processes) {
        return named.stream()
                .filter(pattern -> processes.stream().noneMatch(process -> pattern.matches(process.name())))
                .toList();
    }

    /** Whether it may be acted on. */
    public boolean allows(Namespec name) {
        return !self.equals(Optional.of(name)) && excluded.stream().noneMatch(pattern -> pattern.matches(name));
    }
}
