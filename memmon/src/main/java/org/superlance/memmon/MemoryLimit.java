package org.superlance.memmon;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.process.SystemMemory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.ByteSize;

/**
 * A limit that an option sets.
 *
 * @param processes which processes it applies to
 * @param origin the option as the user wrote it, such as {@code -p web}
 */
record MemoryLimit(ProcessPattern processes, ByteSize size, String origin) {

    private static final String ANY = "-a";

    /** For one program: {@code name=size} or {@code group:name=size}. */
    static MemoryLimit ofProgram(String pair) {
        String name = nameOf(pair);
        return new MemoryLimit(ProcessPattern.parse(name), sizeOf(pair), "-p " + name);
    }

    /** For each process of a group: {@code group=size}. */
    static MemoryLimit ofGroup(String pair) {
        String name = nameOf(pair);
        return new MemoryLimit(ProcessPattern.ofGroup(name), sizeOf(pair), "-g " + name);
    }

    /** For every process. */
    static MemoryLimit ofAny(ByteSize size) {
        return new MemoryLimit(ProcessPattern.parse("*"), size, ANY);
    }

    /** Whether it names no process. */
    boolean isOfAny() {
        return origin.equals(ANY);
    }

    /** The tightest of the limits that apply to the process: who keeps to it keeps to all. */
    static Optional<MemoryLimit> tightest(List<MemoryLimit> limits, Namespec process) {
        @Nullable MemoryLimit tightest = null;
        for (MemoryLimit limit : limits) {
            if (limit.processes.matches(process) && (tightest == null || tightest.size.compareTo(limit.size) > 0)) {
                tightest = limit;
            }
        }
        return Optional.ofNullable(tightest);
    }

    @Override
    public String toString() {
        return size + " (" + origin + ")";
    }

    private static String nameOf(String pair) {
        int equals = pair.lastIndexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("'" + pair + "' is not name=size; write for example web=200MB");
        }
        return pair.substring(0, equals).strip();
    }

    private static ByteSize sizeOf(String pair) {
        return SystemMemory.parseSize(pair.substring(pair.lastIndexOf('=') + 1));
    }
}
