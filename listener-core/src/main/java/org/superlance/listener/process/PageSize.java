package org.superlance.listener.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel's unit of memory: 4096 bytes nearly everywhere, 16 or 64 KB on some ARM and POWER kernels. */
final class PageSize {

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
            LOG.warn("{} does not hold the page size; memory is counted in pages of {} bytes", vector, DEFAULT);
        } catch (IOException e) {
            LOG.warn("Cannot read the page size ({}); memory is counted in pages of {} bytes", e.toString(), DEFAULT);
        }
        return DEFAULT;
    }
}
