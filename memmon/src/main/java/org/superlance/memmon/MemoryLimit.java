package org.superlance.memmon;

import org.superlance.listener.process.SystemMemory;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.ByteSize;

/**
 * A limit that an option sets.
 *
 * @param processes which processes it applies to
 * @param origin the option as the user wrote it, such as {@code -p web}
 */
record MemoryLimit(ProcessPattern processes, ByteSize size, String origin) implements ProgramLimit {

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

    @Override
    public boolean isOfAny() {
        return origin.equals(ANY);
    }

    @Override
    public long amount() {
        return size.bytes();
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
