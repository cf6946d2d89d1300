package org.superlance.listener.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Every process that descends from one that a test started, also when its parents have gone: they all inherit a
 * variable that no other process has.
 */
final class MarkedProcesses {

    private static final String NAME = "SUPERLANCE_TESTKIT_MARK";

    private final String mark = UUID.randomUUID().toString();

    void mark(ProcessBuilder builder) {
        builder.environment().put(NAME, mark);
    }

    List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses().filter(this::isMarked).toList();
    }

    /** SIGKILL for all of them, and for those that they start meanwhile. */
    void kill() {
        Await.until("the end of all that the test has started", () -> {
            List<ProcessHandle> left = alive();
            left.forEach(ProcessHandle::destroyForcibly);
            return left.isEmpty();
        });
    }

    private boolean isMarked(ProcessHandle process) {
        Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
        try {
            return new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1).contains(NAME + "=" + mark);
        } catch (IOException e) {
            // it has ended, or belongs to somebody else: not ours either way
            return false;
        }
    }
}
