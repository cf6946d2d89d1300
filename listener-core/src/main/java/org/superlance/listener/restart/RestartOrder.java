package org.superlance.listener.restart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.Comparators;

/**
 * Which programs are restarted before which others: a program waits for those that it depends on. No program depends on
 * itself, whatever the names match.
 *
 * @param dependencies without a cycle
 * @param restartsDependants whether a restart of a program is followed by restarts of those that depend on it
 */
public record RestartOrder(List<Dependency> dependencies, boolean restartsDependants) {

    /** @throws IllegalArgumentException with a sentence that names the option which is wrong */
    public RestartOrder {
        dependencies = List.copyOf(dependencies);
        if (dependencies.isEmpty()) {
            throw new IllegalArgumentException("--restart-dependants needs --depends");
        }
        Optional<List<Dependency>> cycle = cycle(dependencies);
        if (cycle.isPresent()) {
            throw new IllegalArgumentException("--depends makes a cycle: "
                    + cycle.get().stream()
                            .map(dependency -> dependency.dependant().toString())
                            .collect(Collectors.joining(" → ")));
        }
    }

    /**
     * One value of {@code --depends}.
     *
     * @param dependant the programs that wait
     * @param on the programs that are waited for
     */
    public record Dependency(ProcessPattern dependant, List<ProcessPattern> on) {

        public Dependency {
            on = List.copyOf(on);
        }

        /**
         * Reads {@code NAME=NAME[,NAME...]}.
         *
         * @throws IllegalArgumentException with a sentence for people if the text is something else
         */
        public static Dependency parse(String text) {
            int equals = text.indexOf('=');
            if (equals < 0 || text.substring(equals + 1).isBlank()) {
                throw new IllegalArgumentException("'" + text
                        + "' does not say what depends on what; write NAME=NAME[,NAME...], such as web=db,cache");
            }
            return new Dependency(
                    ProcessPattern.parse(text.substring(0, equals)),
                    ProcessPattern.parseList(text.substring(equals + 1)));
        }

        /** Whether it certainly is; of a group that depends on one of its members, that one waits for no other. */
        private boolean isOnDependantOf(Dependency other) {
            for (ProcessPattern pattern : on) {
                if (equals(other) ? pattern.equals(dependant) : isOneOf(pattern, other.dependant)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether the one matches what the other certainly means, and not only what there may be. */
        private static boolean isOneOf(ProcessPattern one, ProcessPattern other) {
            return one.equals(other)
                    || exact(one).filter(other::matches).isPresent()
                    || exact(other).filter(one::matches).isPresent();
        }

        private static Optional<Namespec> exact(ProcessPattern pattern) {
            String text = pattern.toString();
            return text.matches("[^*?:]+:[^*?]+") ? Optional.of(Namespec.parse(text)) : Optional.empty();
        }
    }

    /** A way from one of them back to itself. */
    private static Optional<List<Dependency>> cycle(List<Dependency> all) {
        Set<Dependency> without = new LinkedHashSet<>();
        for (Dependency first : all) {
            Optional<List<Dependency>> found = cycle(new ArrayList<>(List.of(first)), all, without);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** @param without those that no cycle can be reached from */
    private static Optional<List<Dependency>> cycle(
            List<Dependency> way, List<Dependency> all, Set<Dependency> without) {
        Dependency last = way.get(way.size() - 1);
        for (Dependency next : all) {
            if (without.contains(next) || !last.isOnDependantOf(next)) {
                continue;
            }
            int known = way.indexOf(next);
            way.add(next);
            if (known >= 0) {
                return Optional.of(way.subList(known, way.size()));
            }
            Optional<List<Dependency>> found = cycle(way, all, without);
            if (found.isPresent()) {
                return found;
            }
            way.remove(way.size() - 1);
        }
        without.add(last);
        return Optional.empty();
    }

    /** All names in the options. */
    public List<ProcessPattern> names() {
        Set<ProcessPattern> names = new LinkedHashSet<>();
        for (Dependency dependency : dependencies) {
            names.add(dependency.dependant());
            names.addAll(dependency.on());
        }
        return List.copyOf(names);
    }

    /** Whether it waits for others at all. */
    public boolean hasDependencies(Namespec name) {
        for (Dependency dependency : dependencies) {
            if (dependency.dependant().matches(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the one waits for the other, and not only for what that waits for. */
    boolean dependsOn(Namespec name, Namespec other) {
        if (name.equals(other)) {
            return false;
        }
        for (Dependency dependency : dependencies) {
            if (dependency.dependant().matches(name) && ProcessPattern.anyMatches(dependency.on(), other)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Sorts what others depend on before these, and leaves the order as it is otherwise.
     *
     * @param all names, between which there may be others
     */
    <T> List<T> sort(List<T> elements, Function<T, Namespec> nameOf, Collection<Namespec> all) {
        Map<Namespec, Integer> ranks = new HashMap<>();
        for (T element : elements) {
            visit(nameOf.apply(element), all, new LinkedHashSet<>(), ranks);
        }
        List<T> sorted = new ArrayList<>(elements);
        sorted.sort(Comparators.comparingInt(element -> ranks.getOrDefault(nameOf.apply(element), 0)));
        return List.copyOf(sorted);
    }

    /** @param way to it: names with wildcards may make a cycle after all, which is left where it is met */
    private void visit(Namespec name, Collection<Namespec> all, Set<Namespec> way, Map<Namespec, Integer> ranks) {
        if (ranks.containsKey(name) || !way.add(name)) {
            return;
        }
        if (hasDependencies(name)) {
            for (Namespec other : all) {
                if (dependsOn(name, other)) {
                    visit(other, all, way, ranks);
                }
            }
        }
        ranks.put(name, ranks.size());
    }
}
