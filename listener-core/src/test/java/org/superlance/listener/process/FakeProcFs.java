package org.superlance.listener.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A table of processes that a test makes up. */
record FakeProcFs(Path root) {

    /** Adds a process by its whole {@code stat}. */
    FakeProcFs stat(long pid, String text) {
        return file(pid, "stat", text);
    }

    FakeProcFs process(long pid, long parent, long pages) {
        return process(pid, "program", parent, Long.toString(pages));
    }

    FakeProcFs process(long pid, String name, long parent, String pages) {
        return stat(
                pid,
                pid + " (" + name + ") S " + parent + " 7 7 0 -1 4194304 115 0 0 0 3 4 0 0 20 0 1 0 5000 2465792 "
                        + pages + " 18446744073709551615 1 1 0\n");
    }

    /** Adds a process that has used these times, in clock ticks. */
    FakeProcFs cpu(long pid, long parent, long start, long own, long reaped) {
        return stat(pid, cpuLine(pid, parent, start, own, reaped));
    }

    static String cpuLine(long pid, long parent, long start, long own, long reaped) {
        return pid + " (program) S " + parent + " 7 7 0 -1 4194304 115 0 0 0 " + own / 3 + " " + (own - own / 3) + " "
                + reaped / 3 + " " + (reaped - reaped / 3) + " 20 0 1 0 " + start + " 2465792 5 18446744073709551615\n";
    }

    FakeProcFs file(long pid, String name, String text) {
        return file(pid + "/" + name, text);
    }

    /** Adds a file that is no process's. */
    FakeProcFs file(String name, String text) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(requireNonNull(file.getParent()));
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
