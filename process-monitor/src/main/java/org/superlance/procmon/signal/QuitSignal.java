package org.superlance.procmon.signal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.Threads;

/**
 * Handles SIGQUIT. No Java program can: the JVM writes a thread dump for it. The launcher has it write that to a file, and
 * a dump that is found there is taken for the signal. Where the launcher has not, SIGQUIT remains a thread dump.
 */
public final class QuitSignal {

    private static final Logger LOG = LoggerFactory.getLogger(QuitSignal.class);
    private static final String FILE = "SUPERLANCE_THREAD_DUMP";
    private static final String HEADLINE = "Full thread dump";

    /** The headline is at the start of what is new. */
    private static final int MAX_READ = 64 * 1_024;

    private static final long POLL_INTERVAL_MILLIS = 250;

    private final Path file;
    private final Runnable task;
    private long position;

    /** @param file that the JVM writes its output to */
    private QuitSignal(Path file, Runnable task) {
        this.file = file;
        this.task = task;
    }

    /**
     * Sets the handler, until the JVM ends.
     *
     * @param environment that of the JVM
     * @param task run on a thread of its own each time; should not take long
     * @return false if the launcher has not prepared it
     */
    public static boolean set(Map<String, String> environment, Runnable task) {
        String file = environment.get(FILE);
        if (file == null) {
            return false;
        }
        Threads.start("quit", new QuitSignal(Path.of(file), task)::watch);
        return true;
    }

    private void watch() {
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (!never.await(POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            long size = Files.size(file);
            if (size > position && text(size).contains(HEADLINE)) {
                task.run();
                position = size;
            }
        } catch (IOException e) {
            LOG.debug("cannot look for thread dumps: {}", e.toString());
        } catch (VirtualMachineError e) {
            // there may be memory the next time, and the dump is still there
        }
    }

    private String text(long size) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(Math.max(position, size - MAX_READ));
            byte[] bytes = new byte[(int) (size - Math.max(position, size - MAX_READ))];
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
