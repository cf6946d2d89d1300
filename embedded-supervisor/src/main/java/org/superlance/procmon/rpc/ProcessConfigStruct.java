package org.superlance.procmon.rpc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.superlance.procmon.config.GroupSpec;
import org.superlance.procmon.config.LogSpec;
import org.superlance.procmon.config.ProgramSpec;

/**
 * What is answered about the configuration of a process.
 *
 * <p>Source: supervisord 4.2's {@code getAllConfigInfo}.
 */
final class ProcessConfigStruct {

    private ProcessConfigStruct() {}

    /** @param inUse whether there is a group of it now */
    static Map<String, Object> of(GroupSpec group, ProgramSpec program, boolean inUse) {
        Map<String, Object> struct = new HashMap<>();
        struct.put("name", program.name());
        struct.put("group", group.name());
        struct.put("inuse", inUse);
        struct.put("group_prio", group.priority());
        struct.put("process_prio", program.priority());
        struct.put("command", program.command());
        struct.put(
                "directory",
                program.execution().directory().map(Object::toString).orElse("none"));
        struct.put(
                "uid",
                program.execution().user().map(ProcessConfigStruct::userId).orElse("none"));
        struct.put("serverurl", program.serverUrl().orElse("none"));
        struct.put("autostart", program.starting().automatic());
        struct.put("startsecs", (int) program.starting().seconds().toSeconds());
        struct.put("startretries", program.starting().retries());
        struct.put("exitcodes", List.copyOf(new TreeSet<>(program.starting().expected())));
        struct.put("stopsignal", program.stopping().signal().number());
        struct.put("stopwaitsecs", (int) program.stopping().stopWait().toSeconds());
        struct.put("killasgroup", program.stopping().killGroup());
        struct.put("redirect_stderr", program.output().together());
        addLog(struct, "stdout", program.output().stdout());
        addLog(struct, "stderr", program.output().stderr());
        return struct;
    }

    private static void addLog(Map<String, Object> struct, String stream, LogSpec log) {
        struct.put(stream + "_logfile", target(log.target()));
        struct.put(stream + "_logfile_maxbytes", (int) Math.min(Integer.MAX_VALUE, log.maxBytes()));
        struct.put(stream + "_logfile_backups", log.backups());
        struct.put(stream + "_events_enabled", log.events());
        struct.put(stream + "_capture_maxbytes", 0);
        struct.put(stream + "_syslog", false);
    }

    private static String target(LogSpec.Target target) {
        if (target instanceof LogSpec.File file) {
            return file.path().toString();
        }
        return target instanceof LogSpec.Automatic ? "auto" : "none";
    }

    /** A number where it is written as one; what a name stands for only the system knows. */
    private static Object userId(String user) {
        return user.matches("\\d{1,9}") ? Integer.valueOf(user) : user;
    }
}
