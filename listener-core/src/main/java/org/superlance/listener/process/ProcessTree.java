package org.superlance.listener.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one look at the table of processes showed: who there is, whose child, and how much is resident. */
final class ProcessTree {

    private static final int NONE = -1;

    /** @param resident in bytes */
    record Row(long pid, long parent, long resident) {}

    private final List<Row> rows = new ArrayList<>();
    private final Map<Long, Integer> byPid = new HashMap<>();

    /** Takes a process in; the first one of a pid counts. */
    void add(long pid, long parent, long resident) {
        if (byPid.putIfAbsent(pid, rows.size()) == null) {
            rows.add(new Row(pid, parent, resident));
        }
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The process itself, if there is one of that pid. */
    List<Row> only(long pid) {
        Integer index = byPid.get(pid);
        return index == null ? List.of() : List.of(rows.get(index));
    }

    /** Finds descendants; for what has been added until now. */
    Descendants descendants() {
        return new Descendants();
    }

    /**
     * Who descends from whom. The table is no snapshot: pids that are used again while it is read can make a circle, so
     * nobody is counted twice. There may be thousands of generations, so nothing recurses.
     */
    final class Descendants {

        private final int[] firstChild = new int[rows.size()];
        private final int[] nextSibling = new int[rows.size()];
        private final int[] countedFor = new int[rows.size()];
        private final int[] pending = new int[rows.size()];
        private int asked;

        private Descendants() {
            Arrays.fill(firstChild, NONE);
            Arrays.fill(nextSibling, NONE);
            for (int child = 0; child < rows.size(); child++) {
                Integer parent = byPid.get(rows.get(child).parent());
                if (parent != null && parent != child) {
                    nextSibling[child] = firstChild[parent];
                    firstChild[parent] = child;
                }
            }
        }

        /** The process and all its descendants; empty if there is no process of that pid. */
        List<Row> of(long pid) {
            Integer root = byPid.get(pid);
            if (root == null) {
                return List.of();
            }
            List<Row> family = new ArrayList<>();
            asked++;
            int size = push(root, 0);
            while (size > 0) {
                int member = pending[--size];
                family.add(rows.get(member));
                for (int child = firstChild[member]; child != NONE; child = nextSibling[child]) {
                    size = push(child, size);
                }
            }
            return family;
        }

        private int push(int member, int size) {
            if (countedFor[member] == asked) {
                return size;
            }
            countedFor[member] = asked;
            pending[size] = member;
            return size + 1;
        }
    }
}
