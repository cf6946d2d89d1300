package org.superlance.listener.supervisor;

/**
 * The full name of a process: its group and its name in the group.
 *
 * @param group the process group; supervisord gives a program outside any group one of its own name
 * @param name the name of the process in its group
 */
public record Namespec(String group, String name) implements Comparable<Namespec> {

    /** Reads {@code group:name}, or a bare name, which is the process of that name in the group of that name. */
    public static Namespec parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? new Namespec(text, text) : new Namespec(text.substring(0, colon), text.substring(colon + 1));
    }

    /** As supervisorctl shows it and people type it: without its group if that is the same. */
    public String shortName() {
        return group.equals(name) ? name : toString();
    }

    @Override
    public int compareTo(Namespec other) {
        int groups = group.compareTo(other.group);
        return groups != 0 ? groups : name.compareTo(other.name);
    }

    /** {@code group:name}, as every call of supervisord understands it. */
    @Override
    public String toString() {
        return group + ":" + name;
    }
}
