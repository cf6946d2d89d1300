package org.superlance.listener.crash.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.superlance.listener.crash.FailureDetails;
import org.superlance.listener.crash.FailureTimes;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;

/** One line about what happened to a process: what superlance wrote, and behind it what is known beyond. */
public final class FailureLineFormatter {

    private static final int MAX_NAME_LENGTH = 200;
    private static final int MAX_CAUSE_LENGTH = 200;
    private static final int MAX_CAUSES = 3;

    private final FailureTimes times;

    /** @param clock in whose zone times are told */
    public FailureLineFormatter(Clock clock) {
        this.times = new FailureTimes(clock);
    }

    /** {@code 2026-11-21 02:54:56,192 -- Process web:w3 (pid 12) died unexpectedly: exit status 7, up 3h}. */
    public String of(Batch.Entry entry) {
        return timestamp(entry.failure().time()) + " -- " + sentence(entry);
    }

    /** The same without the time. */
    String sentence(Batch.Entry entry) {
        ProcessFailure failure = entry.failure();
        String what = failure.type() == FailureType.FATAL
                ? " failed to start too many times"
                : " (pid " + (failure.pid().isPresent() ? failure.pid().getAsLong() : "unknown")
                        + ") died unexpectedly";
        String known = known(entry);
        return "Process " + name(failure.process()) + what + (known.isEmpty() ? "" : ": " + known);
    }

    /** The same, or {@code web:w3 died 57 times (12:00:01 to 12:00:58): exit status 7}. */
    public String of(Batch.Repeated repeatedFailure) {
        if (repeatedFailure.times() == 1) {
            return of(repeatedFailure.first());
        }
        ProcessFailure first = repeatedFailure.first().failure();
        String verb = first.type() == FailureType.FATAL ? " failed to start " : " died ";
        String causes = causes(repeatedFailure);
        return name(first.process()) + verb + repeatedFailure.times() + " times ("
                + times.span(first.time(), repeatedFailure.last().failure().time()) + ")"
                + (causes.isEmpty() ? "" : ": " + causes);
    }

    /** As superlance writes a time, which is as Python's logging does. */
    public String timestamp(Instant time) {
        return times.timestamp(time);
    }

    /** Without the day: {@code 12:00:01}. */
    public String hour(Instant time) {
        return times.hour(time);
    }

    private static String known(Batch.Entry entry) {
        List<String> known = new ArrayList<>();
        cause(entry).ifPresent(known::add);
        Optional<Duration> uptime = entry.details().uptime();
        uptime.ifPresent(up -> known.add("up " + Durations.format(up)));
        if (entry.inLastHour() > 1) {
            known.add(entry.inLastHour() + " times in the last hour");
        }
        return String.join(", ", known);
    }

    /** What could not be started has no exit status that would be unknown. */
    private static Optional<String> cause(Batch.Entry entry) {
        FailureDetails found = entry.details();
        boolean nothing = found.cause().isEmpty() && !found.outOfMemory();
        return nothing && entry.failure().type() == FailureType.FATAL
                ? Optional.empty()
                : Optional.of(TextSanitizer.singleLine(found.causeOrUnknown(), MAX_CAUSE_LENGTH));
    }

    private static String causes(Batch.Repeated repeatedFailure) {
        Map<String, Long> causes = repeatedFailure.entries().stream()
                .flatMap(entry -> cause(entry).stream())
                .collect(Collectors.groupingBy(cause -> cause, LinkedHashMap::new, Collectors.counting()));
        if (causes.size() == 1) {
            return causes.keySet().iterator().next();
        }
        String some = causes.entrySet().stream()
                .limit(MAX_CAUSES)
                .map(cause -> cause.getKey() + " (" + cause.getValue() + ")")
                .collect(Collectors.joining(", "));
        return some + (causes.size() > MAX_CAUSES ? " and others" : "");
    }

    private static String name(Namespec process) {
        return TextSanitizer.singleLine(process.toString(), MAX_NAME_LENGTH);
    }
}
