package org.superlance.procmon.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.subprocess.Subprocess;

/** Stops everything, one group after the other: those that were started last first. */
final class Shutdown {

    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(3);

    private final Deque<ProcessGroup> left;
    private final ServerLog log;
    private Instant reported = Instant.MIN;

    /** @param groups by priority */
    Shutdown(List<ProcessGroup> groups, ServerLog log) {
        this.left = new ArrayDeque<>(groups);
        this.log = log;
    }

    /** Goes as far as it can without waiting. */
    void advance(Instant now) {
        while (!left.isEmpty()) {
            ProcessGroup last = left.getLast();
            List<GroupMember> members = last.members();
            for (int i = members.size() - 1; i >= 0; i--) {
                stop(members.get(i).process());
            }
            if (!last.isDown()) {
                break;
            }
            left.removeLast();
        }
        report(now);
    }

    private static void stop(Subprocess process) {
        switch (process.state()) {
            case RUNNING, STARTING -> process.stop();
            case BACKOFF -> process.giveUp();
            default -> {
                // it is down, or on its way
            }
        }
    }

    private void report(Instant now) {
        String unstopped = left.stream()
                .flatMap(group -> group.members().stream())
                .map(GroupMember::process)
                .filter(process -> !process.isDown())
                .map(process -> process.name().name())
                .collect(Collectors.joining(", "));
        if (!unstopped.isEmpty() && (reported.equals(Instant.MIN) || now.isAfter(reported.plus(REPORT_INTERVAL)))) {
            log.info("waiting for " + unstopped + " to die");
            reported = now;
        }
    }
}
