package org.superlance.listener.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The units of the kernel, from the auxiliary vector that it gave this process: pairs of machine words.
 *
 * <p>Source: AT_PAGESZ and AT_CLKTCK of getauxval(3).
 */
final class AuxiliaryVector {

    private static final Logger LOG = LoggerFactory.getLogger(AuxiliaryVector.class);

    private static final long PAGE_SIZE = 6;
    private static final long DEFAULT_PAGE_SIZE = 4096;
    private static final long MAX_PAGE_SIZE = 1 << 20;

    private static final long CLOCK_TICKS = 17;
    private static final long DEFAULT_CLOCK_TICKS = 100;
    private static final long MAX_CLOCK_TICKS = 1_000_000;

    private AuxiliaryVector() {}

    /** The unit of memory in bytes: 4096 nearly everywhere, 16 or 64 KB on some ARM and POWER kernels. */
    static long pageSize(Path proc) {
        return value(
                proc,
                PAGE_SIZE,
                "page size",
                size -> size >= DEFAULT_PAGE_SIZE && size <= MAX_PAGE_SIZE && Long.bitCount(size) == 1,
                DEFAULT_PAGE_SIZE);
    }

    /** How many units of CPU time make a second: 100 nearly everywhere. */
    static long clockTicks(Path proc) {
        return value(
                proc,
                CLOCK_TICKS,
                "unit of CPU time",
                ticks -> ticks > 0 && ticks <= MAX_CLOCK_TICKS,
                DEFAULT_CLOCK_TICKS);
    }

    private static long value(Path proc, long wanted, String name, LongPredicate isPossible, long otherwise) {
        Path vector = proc.resolve("self").resolve("auxv");
        try {
            ByteBuffer words = ByteBuffer.wrap(Files.readAllBytes(vector)).order(ByteOrder.nativeOrder());
            boolean wide = !"32".equals(System.getProperty("sun.arch.data.model"));
            while (words.remaining() >= (wide ? 16 : 8)) {
                long key = wide ? words.getLong() : words.getInt();
                long value = wide ? words.getLong() : words.getInt();
                if (key == wanted && isPossible.test(value)) {
                    return value;
                }
            }
            LOG.warn("no {} in {}; assuming {}", name, vector, otherwise);
        } catch (IOException e) {
            LOG.warn("cannot read the {}: {}; assuming {}", name, e.toString(), otherwise);
        }
        return otherwise;
    }
}
