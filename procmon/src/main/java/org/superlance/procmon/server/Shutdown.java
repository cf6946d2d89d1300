package org.superlance.procmon.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.program.Program;

/** Stops everything, one group after the other: those that were started last first. */
final class Shutdown {

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(3);

    private final Deque<Group> left;
    private final ServerLog log;
    private Instant reported = Instant.MIN;

    /** @param groups by priority */
    Shutdown(List<Group> groups, ServerLog log) {
        this.left = new ArrayDeque<>(groups);
        this.log = log;
    }

    /** Goes as far as it can without waiting. */
    void advance(Instant now) {
        while (!left.isEmpty()) {
            Group last = left.getLast();
            List<Member> members = last.members();
            for (int i = members.size() - 1; i >= 0; i--) {
                stop(members.get(i).program());
            }
            if (!last.isDown()) {
                break;
            }
            left.removeLast();
        }
        report(now);
    }

    private static void stop(Program program) {
        switch (program.state()) {
            case RUNNING, STARTING -> program.stop();
            case BACKOFF -> program.giveUp();
            default -> {
                // it is down, or on its way
            }
        }
    }

    private void report(Instant now) {
        String unstopped = left.stream()
                .flatMap(group -> group.members().stream())
                .map(Member::program)
                .filter(program -> !program.isDown())
                .map(program -> program.name().name())
                .collect(Collectors.joining(", "));
        if (!unstopped.isEmpty() && (reported.equals(Instant.MIN) || now.isAfter(reported.plus(BETWEEN_REPORTS)))) {
            log.info("waiting for " + unstopped + " to die");
            reported = now;
        }
    }
}
