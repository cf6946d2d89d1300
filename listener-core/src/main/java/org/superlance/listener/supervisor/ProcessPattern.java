package org.superlance.listener.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which processes an option means: {@code name} (of any group), {@code group:name}, {@code group:*}; {@code *} and
 * {@code ?} stand for any characters and for one in either part.
 */
public final class ProcessPattern {

    private final String text;
    private final String group;
    private final String name;

    private ProcessPattern(String text, String group, String name) {
        this.text = text;
        this.group = group;
        this.name = name;
    }

    /** @throws IllegalArgumentException with a sentence for people if the text names nothing */
    public static ProcessPattern parse(String text) {
        String spec = text.strip();
        int colon = spec.indexOf(':');
        String group = colon < 0 ? "*" : spec.substring(0, colon);
        String name = spec.substring(colon + 1);
        if (group.isEmpty() || (name.isEmpty() && colon < 0)) {
            throw new IllegalArgumentException(
                    "'" + text + "' names no process; write name, group:name or" + " group:*");
        }
        // supervisorctl takes "group:" for the whole group, and so do its users
        return new ProcessPattern(spec, group, name.isEmpty() ? "*" : name);
    }

    /** All processes of a group, also written {@code group:*}; the group may hold {@code *} and {@code ?}. */
    public static ProcessPattern ofGroup(String group) {
        int colon = group.indexOf(':');
        boolean whole = colon > 0
                && (colon == group.length() - 1 || group.substring(colon).equals(":*"));
        return new ProcessPattern(group, whole ? group.substring(0, colon) : group, "*");
    }

    /** What was meant, if it matches nothing and is clearly no misspelt name. */
    public Optional<String> hint() {
        if (text.indexOf(',') >= 0) {
            return Optional.of("repeat the option for each name instead of separating names with commas");
        }
        return text.indexOf('<') >= 0
                ? Optional.of("write the name of a program in the place of the placeholder")
                : Optional.empty();
    }

    public boolean matches(Namespec namespec) {
        return matches(group, namespec.group()) && matches(name, namespec.name());
    }

    /** Whether at least one of the patterns matches. */
    public static boolean anyMatches(List<ProcessPattern> patterns, Namespec namespec) {
        for (ProcessPattern pattern : patterns) {
            if (pattern.matches(namespec)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads names with commas between them.
     *
     * @throws IllegalArgumentException with a sentence for people if a part names nothing
     */
    public static List<ProcessPattern> parseList(String text) {
        List<ProcessPattern> patterns = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            patterns.add(parse(part));
        }
        return List.copyOf(patterns);
    }

    /** Whether there can be a process that both match. */
    public boolean overlaps(ProcessPattern other) {
        return overlap(group, other.group) && overlap(name, other.name);
    }

    /** From the ends to the begins, so that many stars take no longer than few. */
    private static boolean overlap(String one, String other) {
        boolean[][] rests = new boolean[one.length() + 1][other.length() + 1];
        for (int i = one.length(); i >= 0; i--) {
            for (int j = other.length(); j >= 0; j--) {
                boolean ended = i == one.length();
                boolean otherEnded = j == other.length();
                if (!ended && one.charAt(i) == '*') {
                    rests[i][j] = rests[i + 1][j] || (!otherEnded && rests[i][j + 1]);
                } else if (!otherEnded && other.charAt(j) == '*') {
                    rests[i][j] = rests[i][j + 1] || (!ended && rests[i + 1][j]);
                } else if (ended || otherEnded) {
                    rests[i][j] = ended && otherEnded;
                } else {
                    rests[i][j] = overlap(one.charAt(i), other.charAt(j)) && rests[i + 1][j + 1];
                }
            }
        }
        return rests[0][0];
    }

    private static boolean overlap(char one, char other) {
        return one == other || one == '?' || other == '?';
    }

    /**
     * Not by a regular expression: the first that a JVM compiles costs a listener a tenth of its time until READY. Where the
     * rest does not fit, the last star takes one more character.
     */
    private static boolean matches(String glob, String text) {
        int next = 0;
        int star = -1;
        int taken = 0;
        int at = 0;
        while (at < text.length()) {
            char wanted = next < glob.length() ? glob.charAt(next) : 0;
            if (wanted == '*') {
                star = next++;
                taken = at;
            } else if (wanted == '?') {
                next++;
                at = text.offsetByCodePoints(at, 1);
            } else if (next < glob.length() && wanted == text.charAt(at)) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                taken = text.offsetByCodePoints(taken, 1);
                at = taken;
            } else {
                return false;
            }
        }
        return glob.substring(next).replace("*", "").isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProcessPattern that && group.equals(that.group) && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return 31 * group.hashCode() + name.hashCode();
    }

    /** As the user wrote it. */
    @Override
    public String toString() {
        return text;
    }

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

        /**
         * Those that an option names with commas between them; all for the empty text.
         *
         * @throws IllegalArgumentException with a sentence for people if a part names nothing
         */
        public static ProcessFilter parse(String text) {
            return new ProcessFilter(text.isBlank() ? List.of() : parseList(text), List.of());
        }

        public boolean matches(Namespec name) {
            return (included.isEmpty() || anyMatches(included, name)) && !anyMatches(excluded, name);
        }
    }
}
