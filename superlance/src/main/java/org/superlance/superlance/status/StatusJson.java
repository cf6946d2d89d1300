package org.superlance.superlance.status;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.superlance.listener.pause.Pause;
import org.superlance.listener.state.ListenerDirectories.Use;
import org.superlance.listener.status.ListenerStatus;
import org.superlance.listener.status.ListenerStatus.Activity;
import org.superlance.listener.status.ListenerStatus.Problem;
import org.superlance.listener.status.ListenerStatus.ProgramStatus;
import org.superlance.listener.status.ListenerStatus.ReceiverStatus;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.JsonObject;
import org.superlance.superlance.spool.SpoolEntry;
import org.superlance.superlance.spool.SpoolEntry.Kind;
import org.superlance.superlance.status.HostStatus.Facts;
import org.superlance.superlance.status.HostStatus.ListenerReport;

/**
 * The status for programs, as docs/operations.md has it. Every member is always there; what is not known is null. Members
 * may be added, never removed.
 */
final class StatusJson {

    private static final double MILLIS = 1_000.0;

    private StatusJson() {}

    static String of(HostStatus status) {
        return new JsonObject()
                .put("time", status.time().toString())
                .put("host", status.host())
                .put("supervisord", status.server())
                .put("state_dirs", status.bases().stream().map(Path::toString).toList())
                .put("exit_status", status.exitStatus())
                .put("unknown", status.unknown())
                .putObjects(
                        "pauses",
                        status.pauses().stream().map(StatusJson::pause).toList())
                .putObjects(
                        "listeners",
                        status.listeners().stream().map(StatusJson::listener).toList())
                .toString();
    }

    private static JsonObject listener(ListenerReport report) {
        Facts facts = report.facts();
        Optional<ListenerStatus> status = facts.status();
        Optional<Activity> activity = status.map(ListenerStatus::activity);
        JsonObject json = new JsonObject()
                .put("name", facts.name().toString())
                .put("command", facts.command())
                .put("state", facts.state().toLowerCase(Locale.ROOT))
                .put("other_supervisord", facts.server())
                .put("process", facts.hostedBy().orElse(facts.name()).toString())
                .put("configured", facts.isConfigured())
                .put("dry_run", facts.isDryRun())
                .put("directory", facts.directory().map(Path::toString))
                .put("directory_in_use", facts.use() == Use.IN_USE);
        number(
                json,
                "pid",
                facts.process()
                        .filter(ProcessInfo::hasPid)
                        .map(ProcessInfo::pid)
                        .or(() -> status.filter(known -> facts.isRunning())
                                .map(known -> known.identity().pid())));
        seconds(json, "uptime_seconds", facts.process().flatMap(ProcessInfo::uptime));
        json.put("version", status.map(known -> known.identity().version()))
                .put("java", status.map(known -> known.identity().java()))
                .put("user", status.map(known -> known.identity().user()))
                .put("options", status.map(known -> known.identity().options()))
                .put("started", time(status.map(known -> known.identity().started())))
                .put("written", time(activity.map(Activity::written)))
                .put("last_event", time(activity.flatMap(Activity::lastEvent)))
                .put("last_tick", time(activity.flatMap(Activity::lastTick)));
        seconds(json, "tick_seconds", facts.tick());
        json.put("check_begun", time(activity.flatMap(Activity::checkBegun)))
                .put("last_check", time(activity.flatMap(Activity::lastCheck)));
        seconds(json, "check_seconds", activity.flatMap(Activity::checkDuration));
        number(json, "watched", activity.map(known -> (long) known.watched()));
        content(json, facts, status);
        return json.put("attention", report.attention()).put("notes", report.notes());
    }

    private static void content(JsonObject json, Facts facts, Optional<ListenerStatus> status) {
        json.putObjects(
                        "programs",
                        list(status.map(ListenerStatus::programs)
                                .map(all ->
                                        all.stream().map(StatusJson::program).toList())))
                .putObjects(
                        "receivers",
                        list(status.map(ListenerStatus::receivers)
                                .map(all ->
                                        all.stream().map(StatusJson::receiver).toList())))
                .put("alerts_on_disk", facts.count(Kind.ALERT))
                .put("alerts_held", facts.count(Kind.HELD))
                .put("alerts_refused", facts.count(Kind.REFUSED))
                .put("deaths_on_disk", facts.count(Kind.FAILURE))
                .put("damaged_files", facts.count(Kind.DAMAGED))
                .put(
                        "restarts_on_disk",
                        facts.entries().stream()
                                .filter(entry -> entry.kind() == Kind.RESTART)
                                .map(SpoolEntry::id)
                                .toList())
                .putObjects(
                        "standing",
                        list(status.map(ListenerStatus::standing)
                                .map(all -> all.stream()
                                        .map(state -> new JsonObject()
                                                .put("since", state.since().toString())
                                                .put("subject", state.subject()))
                                        .toList())));
        Optional<Problem> problem = status.flatMap(ListenerStatus::problem);
        json.put("problem", problem.map(Problem::text)).put("problem_time", time(problem.map(Problem::time)));
    }

    private static JsonObject pause(Pause pause) {
        return new JsonObject()
                .put("programs", pause.programs().toString())
                .put("except", pause.except().stream().map(Object::toString).toList())
                .put("begin", pause.begin().toString())
                .put("end", pause.end().toString())
                .put("by", pause.by());
    }

    private static JsonObject program(ProgramStatus program) {
        return new JsonObject()
                .put("name", program.name())
                .put("condition", program.condition().name().toLowerCase(Locale.ROOT))
                .put("pid", program.pid())
                .put("value", program.value())
                .put("limit", program.limit())
                .put("reason", program.reason());
    }

    private static JsonObject receiver(ReceiverStatus receiver) {
        return new JsonObject()
                .put("name", receiver.spool())
                .put("receiver", receiver.label())
                .put("waiting", receiver.waiting())
                .put("oldest", time(receiver.oldest()))
                .put("trouble", receiver.trouble().map(Problem::text))
                .put("trouble_time", time(receiver.trouble().map(Problem::time)));
    }

    private static List<JsonObject> list(Optional<List<JsonObject>> all) {
        return all.orElse(List.of());
    }

    private static Optional<String> time(Optional<Instant> time) {
        return time.map(Instant::toString);
    }

    private static void seconds(JsonObject json, String name, Optional<Duration> duration) {
        duration.ifPresentOrElse(time -> json.put(name, time.toMillis() / MILLIS), () -> json.putNull(name));
    }

    private static void number(JsonObject json, String name, Optional<Long> number) {
        number.ifPresentOrElse(value -> json.put(name, (long) value), () -> json.putNull(name));
    }
}
