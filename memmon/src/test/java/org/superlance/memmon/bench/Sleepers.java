package org.superlance.memmon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** Many real processes that do nothing. */
public final class Sleepers implements AutoCloseable {

    private final Process shell;
    private final List<Long> pids;

    /** @param number how many */
    public Sleepers(int number) throws IOException {
        String script = "i=0; while [ $i -lt " + number + " ]; do sleep 1000000 & echo $!; i=$((i+1)); done; echo;"
                + " read end; kill $(jobs -p)";
        shell = new ProcessBuilder("/bin/sh", "-c", script)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader lines = shell.inputReader();
        pids = lines.lines()
                .takeWhile(line -> !line.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    public List<Long> pids() {
        return pids;
    }

    @Override
    public void close() {
        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        shell.destroyForcibly();
    }
}
