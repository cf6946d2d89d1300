package org.superlance.crashmail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.superlance.listener.crash.FailureDetails;
import org.superlance.listener.crash.FailureStates;
import org.superlance.listener.crash.FailureTimes;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.RateLimit;

/** What crashmail writes. */
final class CrashMessages {

    private final String prefix;
    private final String host;
    private final FailureTimes times;

    /**
     * @param prefix what each subject begins with; empty for nothing
     * @param clock in whose zone times are told
     */
    CrashMessages(String prefix, String host, Clock clock) {
        this.prefix = prefix.isEmpty() ? "" : prefix + ": ";
        this.host = host;
        this.times = new FailureTimes(clock);
    }

    /**
     * About one failure, under the id of its note.
     *
     * @param crashes how often in the last hour, as a line
     * @param lost how many events never reached us
     */
    Alert about(QueuedFailure queuedFailure, FailureDetails found, String crashes, long lost) {
        ProcessFailure failure = queuedFailure.failure();
        List<String> lines = new ArrayList<>(List.of(what(failure), ""));
        lines.add("Cause: " + found.causeOrUnknown());
        lines.add("Host: " + host);
        found.uptime().ifPresent(uptime -> lines.add("Uptime: " + Durations.format(uptime)));
        lines.add(crashes);
        addLost(lines, lost);
        if (!found.logTail().isEmpty()) {
            lines.addAll(List.of("", found.logTail()));
        }
        return alert(
                queuedFailure,
                failure.type(),
                failure.process().name() + happened(failure.type()) + at(failure.time()),
                lines);
    }

    /**
     * About all that were held back of a program, under the id of the first.
     *
     * @param type which of them it is about before all others
     * @param over whether the program was in that state, and is not any more
     */
    Alert about(Throttle.Suppressed suppressed, FailureType type, boolean over, RateLimit limit, long lost) {
        QueuedFailure first = suppressed.first();
        ProcessFailure failure = first.failure();
        Instant last = suppressed.last().failure().time();
        List<String> lines = new ArrayList<>();
        lines.add("Process " + failure.process().name() + " in group "
                + failure.process().group() + ": "
                + (suppressed.number() == 1 ? "1 alert was" : suppressed.number() + " alerts were")
                + " suppressed by --throttle " + limit + ".");
        lines.add("");
        lines.add("From " + times.timestamp(failure.time()) + " to "
                + (suppressed.more() == 0
                        ? times.timestamp(last)
                        : "now, the first " + suppressed.queuedFailures().size() + " of them:"));
        causes(suppressed.queuedFailures()).forEach((what, number) -> lines.add("  " + number + " x " + what));
        lines.add("Host: " + host);
        addLost(lines, lost);
        if (over) {
            lines.add("It is not " + type + " any more.");
        }
        String subject = failure.process().name() + happened(type) + (over ? ", is not any more" : "");
        String repeated = suppressed.number() == 1 ? "once more" : suppressed.number() + " times more";
        String alerts = suppressed.number() == 1 ? "" : "; " + suppressed.number() + " alerts";
        String since = " since " + times.timestamp(failure.time());
        return alert(
                first,
                type,
                type == FailureType.EXITED ? subject + " " + repeated + since : subject + alerts + since,
                lines);
    }

    /** The subject of the alert about the end of a failure. */
    String subject(FailureStates.Over over, Instant now) {
        return prefix + over.name().name() + " " + over.reason().clause() + at(now);
    }

    /** What the alert about the end of a failure begins with. */
    String text(FailureStates.Over over) {
        String process =
                "Process " + over.name().name() + " in group " + over.name().group();
        String what = switch (over.reason()) {
            case RUNNING ->
                process + " has been running again for "
                        + Durations.format(
                                over.process().flatMap(ProcessInfo::uptime).orElse(Duration.ZERO))
                        + over.process()
                                .map(found -> " (pid " + found.pid() + ")")
                                .orElse("");
            case EXITED -> process + " could be started, and has exited by itself";
            case STOPPED -> process + " was stopped by somebody";
            case REMOVED -> process + " is not in the configuration of supervisord any more";
        };
        return what + "\n\nHost: " + host;
    }

    /**
     * A line that says how often.
     *
     * @param since when it was begun to count, if that is less than an hour ago
     */
    String crashes(String number, Optional<Instant> since) {
        return "Crashes in the last hour: " + number
                + since.map(begin -> " (counted since " + times.timestamp(begin) + ")")
                        .orElse("");
    }

    private static void addLost(List<String> lines, long lost) {
        if (lost > 0) {
            lines.add("");
            lines.add((lost == 1 ? "1 event was" : lost + " events were")
                    + " lost before this because supervisord's event buffer was full. Crashes found in supervisord's log are"
                    + " reported; others may be missing. Increase buffer_size.");
        }
    }

    private static Map<String, Long> causes(List<QueuedFailure> queuedFailures) {
        return queuedFailures.stream()
                .collect(Collectors.groupingBy(
                        queuedFailure -> queuedFailure.failure().type() + ", "
                                + queuedFailure
                                        .details()
                                        .orElse(FailureDetails.UNKNOWN)
                                        .causeOrUnknown(),
                        LinkedHashMap::new,
                        Collectors.counting()));
    }

    private static String what(ProcessFailure failure) {
        String process = "Process " + failure.process().name() + " in group "
                + failure.process().group();
        String pid = failure.pid().isPresent() ? " (pid " + failure.pid().getAsLong() + ")" : "";
        return switch (failure.type()) {
            case EXITED -> process + " exited unexpectedly" + pid + " from state " + failure.fromState();
            case BACKOFF ->
                process + " exited before startsecs elapsed" + pid + " from state " + failure.fromState()
                        + "; supervisord retries";
            case FATAL ->
                process + " could not be started" + pid + " from state " + failure.fromState()
                        + "; supervisord has given up";
        };
    }

    private static String happened(FailureType type) {
        return switch (type) {
            case EXITED -> " crashed";
            case BACKOFF -> " failed to start";
            case FATAL -> " was given up";
        };
    }

    private String at(Instant instant) {
        return " at " + times.timestamp(instant);
    }

    private Alert alert(QueuedFailure queuedFailure, FailureType type, String subject, List<String> lines) {
        ProcessFailure failure = queuedFailure.failure();
        String text = String.join("\n", lines) + "\n";
        return new Alert(queuedFailure.id(), failure.time(), prefix + subject, text, labels(failure, type));
    }

    private Map<String, String> labels(ProcessFailure failure, FailureType type) {
        Map<String, String> labels = new HashMap<>();
        labels.put("command", "crashmail");
        labels.put("host", host);
        labels.put("group", failure.process().group());
        labels.put("process", failure.process().name());
        labels.put("event", type.name());
        labels.put("severity", type.severity());
        return labels;
    }
}
