package org.superlance.listener.cli;

import java.math.BigDecimal;
import org.superlance.listener.process.SystemMemory;
import org.superlance.listener.util.ByteSize;

/** Sizes on a command line: an amount, or a part of the memory that the machine or the container has. */
public final class SizeConverter {

    private SizeConverter() {}

    /**
     * Reads {@code 200MB}, {@code 1.5G} or {@code 20%}.
     *
     * @throws IllegalArgumentException with a sentence for people if it is no size greater than 0
     */
    public static ByteSize parse(String text) {
        String size = text.strip();
        return size.endsWith("%") ? percent(size) : ByteSize.parse(size);
    }

    private static ByteSize percent(String text) {
        try {
            BigDecimal percent =
                    new BigDecimal(text.substring(0, text.length() - 1).strip());
            if (percent.signum() > 0 && percent.compareTo(BigDecimal.valueOf(100)) <= 0) {
                return SystemMemory.total().percent(percent);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a percentage; write a number, such as 20%", e);
        }
        throw new IllegalArgumentException("'" + text + "' cannot be: a percentage is more than 0 and at most 100");
    }
}
