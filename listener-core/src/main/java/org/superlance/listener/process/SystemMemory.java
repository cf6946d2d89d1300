package org.superlance.listener.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.superlance.listener.util.ByteSize;

/** How much memory there is. */
public final class SystemMemory {

    private SystemMemory() {}

    /**
     * The memory of the machine, or the limit of the container that this JVM runs in.
     *
     * <p>Asking loads the JDK's management classes, some megabytes: ask only when somebody wants to know.
     */
    public static ByteSize total() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return ByteSize.ofBytes(system.getTotalMemorySize());
    }
}
