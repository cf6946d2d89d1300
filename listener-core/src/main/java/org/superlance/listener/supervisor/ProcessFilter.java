package org.superlance.listener.supervisor;

import java.util.List;

/**
 * Which processes the user means.
 *
 * @param included empty for all
 * @param excluded wins over what is included
 */
public record ProcessFilter(List<ProcessPattern> included, List<ProcessPattern> excluded) {

    public ProcessFilter {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
    }

    public boolean matches(Namespec name) {
        return (included.isEmpty() || included.stream().anyMatch(pattern -> pattern.matches(name)))
                && excluded.stream().noneMatch(pattern -> pattern.matches(name));
    }
}
