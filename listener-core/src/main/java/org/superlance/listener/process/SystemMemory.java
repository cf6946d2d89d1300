package org.superlance.listener.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import org.superlance.listener.util.ByteSize;

/** How much memory there is. */
public final class SystemMemory {

    private SystemMemory() {}

    /**
     * Reads an amount, or a part of the memory that there is: {@code 200MB}, {@code 1.5G} or {@code 20%}. {@code 20%%} is
     * the same: supervisord makes one percent sign of two, and the Go supervisord does not.
     *
     * @throws IllegalArgumentException with a sentence for people if it is no size greater than 0
     */
    public static ByteSize parseSize(String text) {
        String size = text.strip();
        return size.endsWith("%") ? percent(size) : ByteSize.parse(size);
    }

    private static ByteSize percent(String text) {
        try {
            BigDecimal percent = new BigDecimal(text.replaceFirst("%%?$", "").strip());
            if (percent.signum() > 0 && percent.compareTo(BigDecimal.valueOf(100)) <= 0) {
                return total().percent(percent);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a percentage; write a number, such as 20%", e);
        }
        throw new IllegalArgumentException(
                "'" + text + "' is out of range: a percentage is more than 0 and at most" + " 100");
    }

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
