package org.superlance.listener.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.ProcPidFiles.ProcPidStat;
import org.superlance.listener.process.ProcessTable.MemorySnapshot;
import org.superlance.listener.process.ProcessTable.ProcessTableException;
import org.superlance.listener.process.ProcessTree.MemorySum;
import org.superlance.listener.process.ProcessTree.MemorySum.MemoryMeasure;
import org.superlance.listener.process.ProcessTree.MemorySum.Share;
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
                // all have exited, or nothing can be read here at all, for which this throws
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

    /**
     * Reads {@code /proc/PID/smaps_rollup}: lines such as {@code Pss:      1234 kB}.
     *
     * <p>Source: proc_pid_smaps(5).
     */
    private static final class SmapsRollup {

        private static final byte[] PSS = key("Pss:");
        private static final byte[] CLEAN = key("Private_Clean:");
        private static final byte[] DIRTY = key("Private_Dirty:");
        private static final byte[] HUGE = key("Private_Hugetlb:");

        private final byte[] text;
        private final int length;

        SmapsRollup(byte[] text, int length) {
            this.text = text;
            this.length = length;
        }

        /** In bytes; -1 if it is missing. */
        long pss() {
            long kilobytes = kilobytes(PSS);
            return kilobytes < 0 ? -1 : kilobytes * 1024;
        }

        /** In bytes; -1 if it is missing. */
        long uss() {
            long clean = kilobytes(CLEAN);
            long dirty = kilobytes(DIRTY);
            return clean < 0 || dirty < 0 ? -1 : (clean + dirty + Math.max(0, kilobytes(HUGE))) * 1024;
        }

        private long kilobytes(byte[] key) {
            for (int line = 0; line < length; line = nextLine(line)) {
                if (startsWith(key, line)) {
                    int at = line + key.length;
                    while (at < length && text[at] == ' ') {
                        at++;
                    }
                    long value = ProcPidStat.digits(text, at, length);
                    // more than the world's memory is no answer, and would overflow
                    return value > 1L << 50 ? -1 : value;
                }
            }
            return -1;
        }

        private int nextLine(int from) {
            int at = from;
            while (at < length && text[at] != '\n') {
                at++;
            }
            return at + 1;
        }

        private boolean startsWith(byte[] key, int at) {
            if (length - at < key.length) {
                return false;
            }
            for (int i = 0; i < key.length; i++) {
                if (text[at + i] != key[i]) {
                    return false;
                }
            }
            return true;
        }

        private static byte[] key(String key) {
            return key.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** The kernel's unit of memory: 4096 bytes nearly everywhere, 16 or 64 KB on some ARM and POWER kernels. */
    private static final class PageSize {

        private static final Logger LOG = LoggerFactory.getLogger(PageSize.class);
        private static final long DEFAULT = 4096;
        private static final long MAX = 1 << 20;

        /** AT_PAGESZ of getauxval(3). */
        private static final long KEY = 6;

        private PageSize() {}

        /** In bytes, from the auxiliary vector that the kernel gave this process: pairs of machine words. */
        static long of(Path proc) {
            Path vector = proc.resolve("self").resolve("auxv");
            try {
                ByteBuffer words = ByteBuffer.wrap(Files.readAllBytes(vector)).order(ByteOrder.nativeOrder());
                boolean wide = !"32".equals(System.getProperty("sun.arch.data.model"));
                while (words.remaining() >= (wide ? 16 : 8)) {
                    long key = wide ? words.getLong() : words.getInt();
                    long value = wide ? words.getLong() : words.getInt();
                    if (key == KEY && value >= DEFAULT && value <= MAX && Long.bitCount(value) == 1) {
                        return value;
                    }
                }
                LOG.warn("no page size in {}; assuming pages of {} bytes", vector, DEFAULT);
            } catch (IOException e) {
                LOG.warn("cannot read the page size: {}; assuming pages of {} bytes", e.toString(), DEFAULT);
            }
            return DEFAULT;
        }
    }
}
