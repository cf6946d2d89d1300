package org.superlance.listener.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.process.ProcessTable.MemorySnapshot;
import org.superlance.listener.process.ProcessTree.Row;
import org.superlance.listener.util.ByteSize;

/** One snapshot of the process table: the processes, their parents and their resident memory. */
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

    /** Adds up what each process asked for, and its family, has. */
    static final class MemorySum {

        /**
         * What one process has.
         *
         * @param shared what its family has as well, in bytes: it counts once for all of them
         * @param fellBackToRss whether the measure was not to be had, so that this is its RSS
         */
        record Share(long bytes, long shared, boolean fellBackToRss) {}

        /** Measures one process. */
        interface MemoryMeasure {
            /** Null if it has vanished. */
            @Nullable
            Share measure(Row row);
        }

        private final Function<Long, List<Row>> family;
        private final MemoryMeasure measure;
        private final Map<Long, ByteSize> sizes = new HashMap<>();
        private final Set<Long> fallenBack = new HashSet<>();

        /** @param family from a pid to the processes that count for it, itself first */
        MemorySum(Function<Long, List<Row>> family, MemoryMeasure measure) {
            this.family = family;
            this.measure = measure;
        }

        MemorySnapshot of(Collection<Long> pids) {
            pids.forEach(this::add);
            return new MemorySnapshot(sizes, fallenBack);
        }

        private void add(long pid) {
            long sum = 0;
            long shared = 0;
            boolean partial = false;
            for (Row row : family.apply(pid)) {
                Share share = measure.measure(row);
                if (share == null && row.pid() == pid) {
                    return;
                }
                if (share != null) {
                    sum = saturated(sum, share.bytes());
                    shared = Math.max(shared, share.shared());
                    partial |= share.fellBackToRss();
                    sizes.put(pid, ByteSize.ofBytes(saturated(sum, shared)));
                }
            }
            if (partial) {
                fallenBack.add(pid);
            }
        }

        private static long saturated(long one, long other) {
            return Math.min(one, Long.MAX_VALUE - other) + other;
        }
    }
}
