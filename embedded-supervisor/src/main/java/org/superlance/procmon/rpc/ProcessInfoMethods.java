package org.superlance.procmon.rpc;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.config.LogConfig;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.process.UserAccounts;
import org.superlance.procmon.rpc.RpcMethods.RpcMethod;
import org.superlance.procmon.server.ProcessGroup;
import org.superlance.procmon.server.ProcessGroup.GroupMember;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.subprocess.Subprocess;
import org.superlance.procmon.subprocess.io.SubprocessLogs;

/** The RPC methods that report processes and their configuration. */
final class ProcessInfoMethods {

    private final MainLoopInvoker invoker;
    private final InfoStruct info;

    ProcessInfoMethods(MainLoopInvoker invoker, Clock clock) {
        this.invoker = invoker;
        this.info = new InfoStruct(clock);
    }

    void addTo(Map<String, RpcMethod> methods) {
        methods.put("supervisor.getProcessInfo", parameters -> {
            parameters.expect(1, 1);
            String name = parameters.text(0);
            return invoker.invoke(server -> info.of(new ProcessResolver(server.groups()).member(name)));
        });
        methods.put("supervisor.getAllProcessInfo", parameters -> {
            parameters.expect(0, 0);
            return invoker.invoke(
                    server -> server.groups().byName().stream().map(info::of).toList());
        });
        methods.put("supervisor.getAllConfigInfo", parameters -> {
            parameters.expect(0, 0);
            return invoker.invoke(ProcessInfoMethods::configurations);
        });
    }

    private static List<Map<String, Object>> configurations(Server server) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (GroupConfig group : server.configuration().groups()) {
            Optional<ProcessGroup> active = server.groups().find(group.name());
            for (ProgramConfig program : group.programs()) {
                all.add(ConfigStruct.of(group, program, active));
            }
        }
        all.sort(Comparator.comparing(struct -> String.valueOf(struct.get("name"))));
        return all;
    }

    /**
     * The struct of a process.
     *
     * <p>Source: supervisord 4.2's {@code getProcessInfo}.
     */
    private record InfoStruct(Clock clock) {

        private static final DateTimeFormatter STOPPED = DateTimeFormatter.ofPattern("MMM dd hh:mm a", Locale.ROOT);

        Map<String, Object> of(GroupMember member) {
            Subprocess.Info info = member.process().info();
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

        private String description(Subprocess.Info info, Instant now) {
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

    /**
     * The struct of the configuration of a process.
     *
     * <p>Source: supervisord 4.2's {@code getAllConfigInfo}.
     */
    private static final class ConfigStruct {

        private ConfigStruct() {}

        /** @param active its group; empty if that is not active */
        static Map<String, Object> of(GroupConfig group, ProgramConfig program, Optional<ProcessGroup> active) {
            Optional<SubprocessLogs> logs =
                    active.flatMap(there -> there.member(program.name())).map(GroupMember::logs);
            Map<String, Object> struct = new HashMap<>();
            struct.put("name", program.name());
            struct.put("group", group.name());
            struct.put("inuse", active.isPresent());
            struct.put("group_prio", group.priority());
            struct.put("process_prio", program.priority());
            struct.put("command", program.command());
            struct.put(
                    "directory",
                    program.execution().directory().map(Object::toString).orElse("none"));
            struct.put(
                    "uid",
                    program.execution()
                            .user()
                            .<Object>map(UserAccounts.Account::uid)
                            .orElse("none"));
            struct.put("serverurl", program.serverUrl().orElse("none"));
            struct.put("autostart", program.starting().automatic());
            struct.put("startsecs", (int) program.starting().seconds().toSeconds());
            struct.put("startretries", program.starting().retries());
            struct.put("exitcodes", program.starting().expected());
            struct.put("stopsignal", program.stopping().signal().number());
            struct.put("stopwaitsecs", (int) program.stopping().stopWait().toSeconds());
            struct.put("killasgroup", program.stopping().killGroup());
            struct.put("redirect_stderr", program.output().together());
            addLog(struct, "stdout", program.output().stdout(), logs.map(SubprocessLogs::stdout));
            addLog(struct, "stderr", program.output().stderr(), logs.map(SubprocessLogs::stderr));
            return struct;
        }

        /** @param open the log of the active process; empty if there is none */
        private static void addLog(
                Map<String, Object> struct, String stream, LogConfig log, Optional<SubprocessLogs.Log> open) {
            struct.put(stream + "_logfile", target(log.target(), open.flatMap(SubprocessLogs.Log::path)));
            struct.put(stream + "_logfile_maxbytes", (int) Math.min(Integer.MAX_VALUE, log.maxBytes()));
            struct.put(stream + "_logfile_backups", log.backups());
            struct.put(stream + "_events_enabled", log.events());
            struct.put(stream + "_capture_maxbytes", 0);
            struct.put(stream + "_syslog", false);
        }

        /** @param open where the log is written to now; an automatic log has its name from there */
        private static String target(LogConfig.Target target, Optional<Path> open) {
            if (target instanceof LogConfig.File file) {
                return file.path().toString();
            }
            return target instanceof LogConfig.Automatic
                    ? open.map(Path::toString).orElse("auto")
                    : "none";
        }
    }
}
