package org.superlance.superlance.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.superlance.listener.state.ListenerDirectories.Use;
import org.superlance.listener.status.ListenerStatus;
import org.superlance.listener.status.ListenerStatus.Condition;
import org.superlance.listener.status.ListenerStatus.Problem;
import org.superlance.listener.status.ListenerStatus.ProgramStatus;
import org.superlance.listener.status.ListenerStatus.ReceiverStatus;
import org.superlance.listener.status.ListenerStatus.StandingState;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.superlance.spool.SpoolEntry.Kind;
import org.superlance.superlance.status.HostStatus.Facts;
import org.superlance.superlance.status.HostStatus.ListenerReport;

/** Says what of a listener needs attention, and what to do. */
final class ListenerJudge {

    /** A listener that has just been started has this long to take its directory and to write its status. */
    private static final Duration START = Duration.ofSeconds(45);

    /** A busy machine may be late with a tick. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    /** The status is written each minute, whatever happens. */
    private static final Duration MAX_STATUS_AGE = Duration.ofMinutes(3);

    private static final Duration MAX_CHECK = Duration.ofMinutes(5);
    private static final Duration MAX_WAITING = Duration.ofMinutes(5);
    private static final int PERIODS = 3;
    private static final int MAX_NAMED = 5;
    private static final int MAX_LENGTH = 400;

    private static final Map<Condition, String> NOTED = Map.of(
            Condition.NEAR, " is near its limit",
            Condition.RESTARTING, " is being restarted",
            Condition.PAUSED, " is paused, and would be restarted");

    private final Facts facts;
    private final Instant now;
    private final String version;
    private final List<String> attention = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private ListenerJudge(Facts facts, Instant now, String version) {
        this.facts = facts;
        this.now = now;
        this.version = version;
    }

    /** @param version of this program */
    static ListenerReport judge(Facts facts, Instant now, String version) {
        ListenerJudge judge = new ListenerJudge(facts, now, version);
        judge.process();
        if (facts.isRunning()) {
            judge.directory();
            facts.status().ifPresent(judge::running);
        }
        judge.left();
        return new ListenerReport(facts, judge.attention, judge.notes);
    }

    private void process() {
        facts.unreadable().ifPresent(why -> attention.add("its state directory cannot be read: " + why));
        String who = facts.hostedBy().map(Object::toString).orElse(facts.label());
        switch (facts.state()) {
            case "RUNNING" -> {}
            case "STARTING", "STOPPING" -> notes.add("is " + facts.state());
            case "STOPPED" -> attention.add("is stopped; start it: supervisorctl start " + who);
            case "UNLOADED" ->
                attention.add(
                        "is not known to supervisord, though supervisord.conf has its section: supervisorctl update");
            case "GONE", "?" -> {} // what it has left, and that supervisord does not answer, say the rest
            case "UNKNOWN" ->
                attention.add(
                        "is UNKNOWN to supervisord, which neither stops nor starts it any more: restart supervisord");
            default ->
                attention.add(
                        "is " + facts.state() + reason() + ": see its log, supervisorctl tail " + who + " stderr");
        }
    }

    private String reason() {
        return facts.process()
                .map(ProcessInfo::spawnError)
                .filter(error -> !error.isEmpty())
                .map(error -> " (" + line(error) + ")")
                .orElse("");
    }

    private void directory() {
        boolean fresh = facts.process()
                .flatMap(ProcessInfo::uptime)
                .filter(up -> up.compareTo(START) < 0)
                .isPresent();
        if (facts.isRefused()) {
            attention.add("is not run, because its section is wrong: the alert of superlance says why");
        } else if (facts.isDryRun()) {
            notes.add("is a dry run: it acts on nothing and keeps nothing, so nothing is known of it");
        } else if (fresh && facts.status().isEmpty()) {
            notes.add("has just been started");
        } else if (facts.directory().isEmpty()) {
            attention.add("has no state directory, so nothing is known of it, and what waits is lost if it is killed:"
                    + " set --state-dir DIR");
        } else if (facts.use() == Use.FREE) {
            attention.add(
                    "does not use its state directory " + facts.directory().get() + ": see its log");
        } else if (facts.status().isEmpty() && facts.unreadable().isEmpty()) {
            attention.add("writes no status: it runs an older version, or its disk is full");
        }
    }

    private void running(ListenerStatus status) {
        age(status);
        ticks(status);
        checks(status);
        programs(status);
        standing(status);
        status.receivers().forEach(this::receiver);
        if (!version.startsWith("(") && !status.identity().version().equals(version)) {
            notes.add("runs version " + line(status.identity().version()) + ", and " + version
                    + " is installed: restart it");
        }
    }

    private void age(ListenerStatus status) {
        Duration age = since(status.activity().written());
        if (age.compareTo(MAX_STATUS_AGE) > 0) {
            attention.add("has not written its status for " + Durations.format(age)
                    + ": it hangs, or its disk is full; see its log");
        }
    }

    private void ticks(ListenerStatus status) {
        Instant last = status.activity().lastTick().orElse(status.identity().started());
        // what came after the status was written nobody knows, such as on a full disk
        Duration known = Duration.between(last, status.activity().written());
        facts.tick()
                .filter(period -> known.compareTo(period.multipliedBy(PERIODS).plus(TOLERANCE)) > 0)
                .ifPresent(period -> attention.add("has had no tick for " + Durations.format(since(last))
                        + ", and should have one every " + Durations.format(period)
                        + ": it hangs, or supervisord does not send it events any more; supervisorctl restart "
                        + facts.hostedBy().map(Object::toString).orElse(facts.label())));
    }

    private void checks(ListenerStatus status) {
        Duration longest = facts.tick()
                .map(period -> period.multipliedBy(PERIODS))
                .filter(three -> three.compareTo(MAX_CHECK) > 0)
                .orElse(MAX_CHECK);
        status.activity()
                .checkBegun()
                .map(this::since)
                .filter(age -> age.compareTo(longest) > 0)
                .ifPresent(age -> attention.add("has been checking for " + Durations.format(age)));
        status.problem()
                .filter(problem -> status.activity()
                        .lastCheck()
                        .filter(check -> check.isAfter(problem.time()))
                        .isEmpty())
                .ifPresent(problem -> attention.add(ago(problem.time()) + ": " + line(problem.text())));
    }

    private void programs(ListenerStatus status) {
        named(status, Condition.HELD, "is held");
        named(status, Condition.OVER, "is over its limit");
        named(status, Condition.UNCLEAR, "could not be checked");
        status.programs().stream()
                .filter(program -> NOTED.containsKey(program.condition()))
                .limit(MAX_NAMED)
                .forEach(program -> notes.add(line(program.name()) + NOTED.get(program.condition()) + reason(program)));
    }

    private void named(ListenerStatus status, Condition condition, String predicate) {
        List<ProgramStatus> all = status.programs().stream()
                .filter(program -> program.condition() == condition)
                .toList();
        all.stream()
                .limit(MAX_NAMED)
                .forEach(program -> attention.add(line(program.name()) + " " + predicate + reason(program)));
        if (all.size() > MAX_NAMED) {
            attention.add((all.size() - MAX_NAMED) + " more programs: each " + predicate);
        }
    }

    private static String reason(ProgramStatus program) {
        return program.reason().isEmpty() ? "" : ": " + line(program.reason());
    }

    /** What a held program is told of too is said once. */
    private void standing(ListenerStatus status) {
        Set<String> held = status.programs().stream()
                .filter(program -> program.condition() == Condition.HELD)
                .map(ProgramStatus::name)
                .collect(Collectors.toSet());
        List<StandingState> others = status.standing().stream()
                .filter(state -> !held.contains(state.program()))
                .toList();
        others.stream()
                .limit(MAX_NAMED)
                .forEach(state ->
                        attention.add("told " + ago(state.since()) + ", and not over: " + line(state.subject())));
        if (others.size() > MAX_NAMED) {
            attention.add((others.size() - MAX_NAMED) + " more states that were told and are not over");
        }
    }

    private void receiver(ReceiverStatus receiver) {
        if (receiver.waiting() == 0) {
            return;
        }
        Optional<Duration> age = receiver.oldest().map(this::since);
        String sentence = receiver.waiting() + (receiver.waiting() == 1 ? " alert waits" : " alerts wait") + " for "
                + line(receiver.label())
                + age.map(oldest -> ", the oldest for " + Durations.format(oldest))
                        .orElse("")
                + receiver.trouble()
                        .map(Problem::text)
                        .map(why -> ": " + line(why))
                        .orElse("");
        boolean late = age.filter(oldest -> oldest.compareTo(MAX_WAITING) > 0).isPresent();
        (late || receiver.trouble().isPresent() ? attention : notes).add(sentence);
    }

    /** What lies on disk, and nobody cares for. */
    private void left() {
        long refused = facts.count(Kind.REFUSED);
        if (refused > 0) {
            attention.add(refused + (refused == 1 ? " alert was" : " alerts were")
                    + " refused or given up: superlance spool list");
        }
        long damaged = facts.count(Kind.DAMAGED);
        if (damaged > 0) {
            attention.add(damaged + " damaged " + (damaged == 1 ? "file" : "files") + ": superlance spool list");
        }
        if (facts.use() == Use.FREE && !facts.isRunning()) {
            abandoned();
        }
    }

    private void abandoned() {
        List<String> parts = new ArrayList<>();
        add(parts, facts.count(Kind.ALERT) + facts.count(Kind.HELD), "alert");
        add(parts, facts.count(Kind.FAILURE), "unreported death");
        List<String> restarts = facts.entries().stream()
                .filter(entry -> entry.kind() == Kind.RESTART)
                .map(entry -> line(entry.id()))
                .toList();
        if (!restarts.isEmpty()) {
            parts.add("the interrupted restarts of " + String.join(", ", restarts));
        }
        if (!parts.isEmpty()) {
            attention.add("does not run, and has left " + String.join(", ", parts)
                    + (facts.process().isPresent() || facts.isConfigured()
                            ? ": start it"
                            : ": superlance spool adopt "
                                    + facts.directory().map(Object::toString).orElse("DIR")));
        }
    }

    private static void add(List<String> parts, long number, String noun) {
        if (number > 0) {
            parts.add(number + " " + noun + (number == 1 ? "" : "s"));
        }
    }

    private Duration since(Instant time) {
        return Durations.elapsed(time, now);
    }

    private String ago(Instant time) {
        return Durations.format(since(time)) + " ago";
    }

    private static String line(String text) {
        return TextSanitizer.printable(TextSanitizer.singleLine(text, MAX_LENGTH));
    }
}
