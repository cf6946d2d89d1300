package org.superlance.listener.crash;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superlance.listener.crash.ProcessFailure.FailureType;

/** Every unexpected end of a process that ran, and every process given up, that the end of supervisord's log tells of. */
final class SupervisordLogFailures {

    private static final Pattern SUCCESS =
            Pattern.compile("\\S+ \\S+ [A-Z]{4,5} success: (.+) entered RUNNING state, .*");

    private final List<LoggedFailure> loggedFailures = new ArrayList<>();
    private final Map<String, Start> starts = new HashMap<>();

    /** One of them. */
    record LoggedFailure(FailureType type, String name, Instant time, OptionalLong pid) {}

    private record Start(OptionalLong pid, boolean ran) {}

    /** @param zone in which supervisord writes its times: that of the machine */
    SupervisordLogFailures(String log, ZoneId zone) {
        log.lines().forEach(line -> read(line, zone));
    }

    List<LoggedFailure> since(Instant time) {
        return loggedFailures.stream()
                .filter(loggedFailure -> !loggedFailure.time().isBefore(time))
                .toList();
    }

    private void read(String line, ZoneId zone) {
        Optional<SupervisordLogLine> entry = SupervisordLogLine.parse(line, zone);
        if (entry.isPresent()) {
            read(entry.get());
            return;
        }
        Matcher success = SUCCESS.matcher(line);
        if (success.matches()) {
            starts.computeIfPresent(success.group(1), (name, start) -> new Start(start.pid(), true));
        }
    }

    private void read(SupervisordLogLine entry) {
        switch (entry.kind()) {
            case SPAWNED -> starts.put(entry.name(), new Start(OptionalLong.of(Long.parseLong(entry.detail())), false));
            case EXITED -> {
                // one whose start is no longer in this end of the log has run for long
                Start start = starts.getOrDefault(entry.name(), new Start(OptionalLong.empty(), true));
                if (start.ran()) {
                    loggedFailures.add(new LoggedFailure(FailureType.EXITED, entry.name(), entry.time(), start.pid()));
                }
            }
            case GIVEN_UP ->
                loggedFailures.add(
                        new LoggedFailure(FailureType.FATAL, entry.name(), entry.time(), OptionalLong.empty()));
            case EXITED_AS_EXPECTED -> {} // nobody is to be told
        }
    }
}
