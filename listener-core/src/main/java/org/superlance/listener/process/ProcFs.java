package org.superlance.listener.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.process.ProcPidFiles.ProcPidStat;
import org.superlance.listener.process.ProcessTable.MemorySnapshot;
import org.superlance.listener.process.ProcessTable.ProcessTableException;
import org.superlance.listener.process.ProcessTree.MemorySum;
import org.superlance.listener.process.ProcessTree.MemorySum.MemoryMeasure;
import org.superlance.listener.process.ProcessTree.MemorySum.Share;
import org.superlance.listener.process.ProcessTree.Row;
import org.superlance.listener.util.ByteSize;

/**
 * The table of processes as Linux shows it in {@code /proc}. With descendants it reads each process of the machine
 * once, without them only those asked for.
 *
 * <p>Huge pages (hugetlb) are memory too, which the kernel counts apart from all other.
 *
 * <p>Sources: proc_pid_stat(5), proc_pid_statm(5), proc_pid_status(5), proc_pid_smaps(5), proc_meminfo(5).
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
        this.pageSize = AuxiliaryVector.pageSize(root);
    }

    @Override
    public MemorySnapshot memory(Collection<Long> pids, Measure measure, boolean withDescendants)
            throws ProcessTableException {
        return read(pids, measure, withDescendants, null);
    }

    @Override
    public MemorySnapshot memory(Collection<Long> pids, Measure measure, boolean withDescendants, CpuMeter cpu)
            throws ProcessTableException {
        return read(pids, measure, withDescendants, cpu);
    }

    private MemorySnapshot read(Collection<Long> pids, Measure measure, boolean withDescendants, @Nullable CpuMeter cpu)
            throws ProcessTableException {
        ProcPidFiles files = new ProcPidFiles(root);
        if (measure == Measure.RSS && !withDescendants && cpu == null) {
            return resident(files, pids);
        }
        MemoryMeasure scale = measure == Measure.RSS
                ? row -> new Share(row.resident(), 0, false)
                : row -> rollup(files, row, measure == Measure.PSS);
        boolean huge = HugePages.areReserved(files);
        ProcessTree rows = new ProcessTree();
        if (cpu != null) {
            cpu.begin(files);
        }
        if (!withDescendants) {
            for (long pid : pids) {
                long pages = cpu == null ? residentPages(files, pid) : -1;
                if (pages >= 0) {
                    rows.add(pid, 0, bytes(files, pid, pages, huge));
                } else {
                    read(files, pid, huge, rows, cpu);
                }
            }
            if (rows.isEmpty()) {
                checkReadable(files);
            }
            if (cpu != null) {
                cpu.end(pids);
            }
            return new MemorySum(rows::only, scale).of(pids);
        }
        for (long pid : files.pids()) {
            read(files, pid, huge, rows, cpu);
        }
        ProcessTree.Descendants descendants = rows.descendants();
        if (cpu != null) {
            cpu.end(pids, descendants, files);
        }
        return new MemorySum(descendants::of, scale).of(pids);
    }

    /** What most listeners ask for at each tick. */
    private MemorySnapshot resident(ProcPidFiles files, Collection<Long> pids) throws ProcessTableException {
        boolean huge = HugePages.areReserved(files);
        Map<Long, ByteSize> sizes = new HashMap<>(pids.size() * 2);
        for (Long pid : pids) {
            long pages = residentPages(files, pid);
            if (pages < 0) {
                pages = new ProcPidStat(files.bytes(), Math.max(0, files.read(pid, "stat"))).residentPages();
            }
            if (pages >= 0) {
                sizes.put(pid, ByteSize.ofBytes(bytes(files, pid, pages, huge)));
            }
        }
        if (sizes.isEmpty()) {
            checkReadable(files);
        }
        return new MemorySnapshot(sizes, Set.of());
    }

    /** None of the processes was found: either all have exited, or nothing can be read here at all, for which this throws. */
    private static void checkReadable(ProcPidFiles files) throws ProcessTableException {
        files.pids();
    }

    /**
     * Those of a process that nobody asks the parent of; -1 if they cannot be read alone. The kernel puts {@code statm}
     * together in two thirds of the time that it needs for {@code stat}.
     */
    private static long residentPages(ProcPidFiles files, long pid) {
        return ProcPidFiles.residentPages(files.bytes(), files.read(pid, "statm"));
    }

    private void read(ProcPidFiles files, long pid, boolean huge, ProcessTree rows, @Nullable CpuMeter cpu) {
        int length = files.read(pid, "stat");
        if (length <= 0) {
            return;
        }
        ProcPidStat line = new ProcPidStat(files.bytes(), length);
        long pages = line.residentPages();
        long parent = line.parent();
        if (pages >= 0 && parent >= 0) {
            if (cpu != null) {
                cpu.add(pid, line);
            }
            // the buffer of the line is used again
            rows.add(pid, parent, bytes(files, pid, pages, huge));
        }
    }

    private long bytes(ProcPidFiles files, long pid, long pages, boolean huge) {
        long resident = Math.min(pages, Long.MAX_VALUE / pageSize) * pageSize;
        long hugePages = huge ? HugePages.of(files, pid) : 0;
        return Math.min(resident, Long.MAX_VALUE - hugePages) + hugePages;
    }

    private static @Nullable Share rollup(ProcPidFiles files, Row row, boolean pss) {
        int length = files.read(row.pid(), "smaps_rollup");
        SmapsRollup rollup = new SmapsRollup(new KilobyteLines(files.bytes(), Math.max(0, length)));
        long bytes = pss ? rollup.pss() : rollup.uss();
        if (bytes >= 0) {
            return new Share(bytes, pss ? rollup.sharedHugePages() : 0, false);
        }
        if (row.resident() == 0) {
            // a zombie or a thread of the kernel has no memory, and nothing to read
            return new Share(0, 0, false);
        }
        return files.exists(row.pid()) ? new Share(row.resident(), 0, true) : null;
    }

    /**
     * What {@code /proc/PID/smaps_rollup} says. Its Pss leaves huge pages out, and nothing says how many processes share
     * one.
     *
     * <p>Source: proc_pid_smaps(5).
     */
    private record SmapsRollup(KilobyteLines lines) {

        private static final byte[] PSS = KilobyteLines.key("Pss:");
        private static final byte[] CLEAN = KilobyteLines.key("Private_Clean:");
        private static final byte[] DIRTY = KilobyteLines.key("Private_Dirty:");
        private static final byte[] PRIVATE_HUGE = KilobyteLines.key("Private_Hugetlb:");
        private static final byte[] SHARED_HUGE = KilobyteLines.key("Shared_Hugetlb:");

        /** In bytes, without the huge pages that others have too; -1 if it is missing. */
        long pss() {
            long pss = lines.bytes(PSS);
            return pss < 0 ? -1 : pss + lines.bytesOrNone(PRIVATE_HUGE);
        }

        /** In bytes; -1 if it is missing. */
        long uss() {
            long clean = lines.bytes(CLEAN);
            long dirty = lines.bytes(DIRTY);
            return clean < 0 || dirty < 0 ? -1 : clean + dirty + lines.bytesOrNone(PRIVATE_HUGE);
        }

        /** In bytes: those that at least one other process has too. */
        long sharedHugePages() {
            return lines.bytesOrNone(SHARED_HUGE);
        }
    }

    /** The huge pages that no resident size counts. */
    private static final class HugePages {

        private static final byte[] OF_PROCESS = KilobyteLines.key("HugetlbPages:");
        /** Of all sizes, in kilobytes; since Linux 4.16. */
        private static final byte[] OF_MACHINE = KilobyteLines.key("Hugetlb:");
        /** Of the default size, in pages. */
        private static final byte[] COUNT = KilobyteLines.key("HugePages_Total:");

        private HugePages() {}

        /** Whether the machine has any; where it has none, no process need be asked. */
        static boolean areReserved(ProcPidFiles files) {
            KilobyteLines lines = new KilobyteLines(files.bytes(), Math.max(0, files.read("meminfo")));
            long machine = lines.bytes(OF_MACHINE);
            return machine < 0 ? lines.bytes(COUNT) != 0 : machine > 0;
        }

        /** In bytes. */
        static long of(ProcPidFiles files, long pid) {
            return new KilobyteLines(files.bytes(), Math.max(0, files.read(pid, "status"))).bytesOrNone(OF_PROCESS);
        }
    }

    /** Lines such as {@code Pss:      1234 kB}. */
    private static final class KilobyteLines {

        private final byte[] text;
        private final int length;

        /** @param length the number of bytes that count */
        KilobyteLines(byte[] text, int length) {
            this.text = text;
            this.length = length;
        }

        static byte[] key(String key) {
            return key.getBytes(StandardCharsets.US_ASCII);
        }

        /** 0 if there is no such line: an older kernel's. */
        long bytesOrNone(byte[] key) {
            return Math.max(0, bytes(key));
        }

        /** -1 if there is no such line. */
        long bytes(byte[] key) {
            for (int line = 0; line < length; line = nextLine(line)) {
                if (startsWith(key, line)) {
                    int at = line + key.length;
                    while (at < length && (text[at] == ' ' || text[at] == '\t')) {
                        at++;
                    }
                    long kilobytes = ProcPidStat.digits(text, at, length);
                    // more than the world's memory is no answer, and would overflow
                    return kilobytes < 0 || kilobytes > 1L << 50 ? -1 : kilobytes * 1024;
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
    }
}
