package org.superlance.listener.process;

import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.process.MemorySum.MemoryMeasure;
import org.superlance.listener.process.MemorySum.Share;
import org.superlance.listener.process.ProcessTree.Row;

/**
 * The table of processes as Linux shows it in {@code /proc}. With descendants it reads each process of the machine
 * once, without them only those asked for.
 *
 * <p>Sources: proc_pid_stat(5), proc_pid_smaps(5).
 */
public final class ProcFs implements ProcessTable {

    private final Path root;
    private final long pageSize;

    /** The table of this machine. */
    public ProcFs() {
        this(Path.of("/proc"));
    }

    /** @param root where proc is mounted */
    public ProcFs(Path root) {
        this.root = root;
        this.pageSize = PageSize.of(root);
    }

    @Override
    public MemorySnapshot memory(Collection<Long> pids, Measure measure, boolean withDescendants)
            throws ProcessTableException {
        ProcPidFiles files = new ProcPidFiles(root);
        MemoryMeasure scale = measure == Measure.RSS
                ? row -> new Share(row.resident(), false)
                : row -> rollup(files, row, measure == Measure.PSS);
        ProcessTree rows = new ProcessTree();
        if (!withDescendants) {
            pids.forEach(pid -> read(files, pid, rows));
            if (rows.isEmpty()) {
                // all have ended, or nothing can be read here at all: this tells
                files.pids();
            }
            return new MemorySum(rows::only, scale).of(pids);
        }
        for (long pid : files.pids()) {
            read(files, pid, rows);
        }
        return new MemorySum(rows.descendants()::of, scale).of(pids);
    }

    private void read(ProcPidFiles files, long pid, ProcessTree rows) {
        int length = files.read(pid, "stat");
        if (length <= 0) {
            return;
        }
        ProcPidStat line = new ProcPidStat(files.bytes(), length);
        long pages = line.residentPages();
        if (pages >= 0 && line.parent() >= 0) {
            rows.add(pid, line.parent(), Math.min(pages, Long.MAX_VALUE / pageSize) * pageSize);
        }
    }

    private static @Nullable Share rollup(ProcPidFiles files, Row row, boolean pss) {
        int length = files.read(row.pid(), "smaps_rollup");
        SmapsRollup rollup = new SmapsRollup(files.bytes(), Math.max(0, length));
        long bytes = pss ? rollup.pss() : rollup.uss();
        if (bytes >= 0) {
            return new Share(bytes, false);
        }
        if (row.resident() == 0) {
            // a zombie or a thread of the kernel has no memory, and nothing to read
            return new Share(0, false);
        }
        return files.exists(row.pid()) ? new Share(row.resident(), true) : null;
    }
}
