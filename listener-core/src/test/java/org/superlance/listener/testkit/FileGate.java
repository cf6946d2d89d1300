package org.superlance.listener.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A point that a program of a test waits at until the test lets it pass: a file that does not exist yet. What has to
 * happen while the program is on its way is done before {@link #open}, however long it takes.
 */
public final class FileGate {

    private final Path file;

    private FileGate(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** @param file does not exist; without blanks and quotes in its path */
    public static FileGate at(Path file) {
        return new FileGate(file);
    }

    /** Lets pass who waits, and all who come later. */
    public void open() {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the gate", e);
        }
    }

    /** For a shell: waits at the gate. Has no quotes in it. */
    public String shellWait() {
        return "until test -e " + file + "; do sleep 0.1; done";
    }

    /**
     * A line {@code command=} of a program that after SIGTERM goes on until the gate is open, and then ends with 0. It
     * writes {@code holds} on stdout when it has come so far that SIGTERM does not end it.
     */
    public String stopsWhenOpen() {
        return stopsWhenOpenHolding(0);
    }

    /** The same, with so much memory: whoever sees that much of it may send SIGTERM. */
    public String stopsWhenOpenHolding(int megabytes) {
        return stopsWhenOpenHolding(Integer.toString(megabytes));
    }

    /** The same, with so much memory only if the gate is closed when it starts: later runs are small. */
    public String stopsWhenOpenHoldingFirst(int megabytes) {
        return stopsWhenOpenHolding("(0 if os.path.exists('" + file + "') else " + megabytes + ")");
    }

    private String stopsWhenOpenHolding(String megabytes) {
        // SIGTERM is waited for, not handled: it cannot come too early, nor between a look and a sleep
        return "command=python3 -S -c \"import os, signal, time; "
                + "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM]); "
                + "x = b'x' * (%s << 20); ".formatted(megabytes)
                + "print('holds', flush=True); "
                + "signal.sigwait([signal.SIGTERM]); "
                + "exec('while not os.path.exists(\\'" + file + "\\'): time.sleep(0.1)')\"";
    }
}
