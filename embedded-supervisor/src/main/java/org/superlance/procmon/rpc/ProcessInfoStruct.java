package org.superlance.procmon.rpc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.superlance.procmon.server.GroupMember;
import org.superlance.procmon.subprocess.SubprocessInfo;

/**
 * What is answered about a process.
 *
 * <p>Source: supervisord 4.2's {@code getProcessInfo}.
 */
record ProcessInfoStruct(Clock clock) {

    private static final DateTimeFormatter STOPPED = DateTimeFormatter.ofPattern("MMM dd hh:mm a", Locale.ROOT);

    Map<String, Object> of(GroupMember member) {
        SubprocessInfo info = member.process().info();
        Instant now = clock.instant();
        String stdout = member.logs().stdout().path().map(Object::toString).orElse("");
        Map<String, Object> struct = new HashMap<>();
        struct.put("name", info.name().name());
        struct.put("group", info.name().group());
        struct.put("start", seconds(info.start()));
        struct.put("stop", seconds(info.stop()));
        struct.put("now", seconds(now));
        struct.put("state", info.state().code());
        struct.put("statename", info.state().name());
        struct.put("spawnerr", info.spawnError());
        struct.put("exitstatus", info.exitStatus());
        struct.put("logfile", stdout);
        struct.put("stdout_logfile", stdout);
        struct.put(
                "stderr_logfile",
                member.logs().stderr().path().map(Object::toString).orElse(""));
        struct.put("pid", (int) info.pid());
        struct.put("description", description(info, now));
        return struct;
    }

    private String description(SubprocessInfo info, Instant now) {
        return switch (info.state()) {
            case RUNNING -> "pid " + info.pid() + ", uptime " + uptime(info.start(), now);
            case FATAL, BACKOFF ->
                info.spawnError().isEmpty()
                        ? "unknown error (try \"tail " + info.name().name() + "\")"
                        : info.spawnError();
            case STOPPED, EXITED ->
                info.start().equals(Instant.EPOCH)
                        ? "Not started"
                        : STOPPED.format(ZonedDateTime.ofInstant(info.stop(), clock.getZone()));
            case STARTING, STOPPING, UNKNOWN -> "";
        };
    }

    /** As Python writes it: {@code 0:00:05}, {@code 1 day, 0:00:05}, {@code 2 days, 0:00:05}. */
    private static String uptime(Instant start, Instant now) {
        long seconds = Math.max(0, now.getEpochSecond() - start.getEpochSecond());
        Duration uptime = Duration.ofSeconds(seconds);
        long days = uptime.toDays();
        String time = String.format(
                Locale.ROOT, "%d:%02d:%02d", uptime.toHoursPart(), uptime.toMinutesPart(), uptime.toSecondsPart());
        return days == 0 ? time : days + (days == 1 ? " day, " : " days, ") + time;
    }

    /** XML-RPC's integers end in 2038. */
    private static int seconds(Instant instant) {
        return (int) Math.min(Integer.MAX_VALUE, instant.getEpochSecond());
    }
}
