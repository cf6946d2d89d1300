package org.superlance.listener.util;

import org.jspecify.annotations.Nullable;

/**
 * Errors of the JVM that a thread survives. Memory and threads that are missing now may be there again a moment later, so
 * whoever meets such an error goes on with the next task, and tries the same one again later.
 */
public final class VmErrors {

    private VmErrors() {}

    /** What happened and what to do against it: one line for the log, without the trace. */
    public static String sentence(Throwable fault) {
        if (isThreadLimit(fault)) {
            return "no thread can be made; raise the limit of processes: pids.max or TasksMax of the container or"
                    + " service, or ulimit -u of the user";
        }
        if (fault instanceof OutOfMemoryError) {
            return "out of memory; raise the heap limit, such as by SUPERLANCE_JAVA_OPTS=-Xmx128m in environment=";
        }
        return "internal error";
    }

    /** Whether the operating system has refused a thread; the heap may be empty then. */
    private static boolean isThreadLimit(@Nullable Throwable fault) {
        return fault instanceof OutOfMemoryError
                && fault.getMessage() != null
                && fault.getMessage().contains("native thread");
    }
}
