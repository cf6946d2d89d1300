package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.crash.DaemonLog.Death;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.TextSanitizer;

/** What there was to see at one moment, from which incidents before it are explained. */
public final class Scene {

    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final String NO_REASON = "Exited too quickly";
    private static final String KILLED = "terminated by SIGKILL";
    private static final int MOST = 300;

    private final Optional<List<ProcessInfo>> processes;
    private final DaemonLog log;
    private final boolean killedForMemory;
    private final Tails tails;

    Scene(Optional<List<ProcessInfo>> processes, DaemonLog log, boolean killedForMemory, Tails tails) {
        this.processes = processes;
        this.log = log;
        this.killedForMemory = killedForMemory;
        this.tails = tails;
    }

    /** What happened, with the end of the process's own log if that was asked for: then it may ask supervisord. */
    public Particulars of(Incident incident) {
        Particulars found = withoutTail(incident);
        String tail = info(incident).map(tails::of).orElse("");
        return new Particulars(found.cause(), found.uptime(), found.outOfMemory(), tail);
    }

    /** What happened, from what has been seen already. */
    public Particulars withoutTail(Incident incident) {
        Optional<ProcessInfo> still = info(incident).filter(process -> isStillAsItWas(process, incident));
        Optional<Death> death = log.of(incident, isAlone(incident));
        Optional<String> cause = death.map(Death::cause).or(() -> still.flatMap(Scene::cause));
        Optional<Duration> uptime = death.flatMap(Death::uptime)
                .or(() -> still.filter(process -> process.state() == ProcessState.EXITED)
                        .map(process -> Duration.between(process.start(), process.stop())));
        boolean killed = cause.map(text -> text.startsWith(KILLED)).orElse(false);
        return new Particulars(cause, uptime, killed && killedForMemory, "");
    }

    private Optional<ProcessInfo> info(Incident incident) {
        return processes.flatMap(all -> all.stream()
                .filter(process -> process.name().equals(incident.process()))
                .findFirst());
    }

    /** Unknown counts as no. */
    private boolean isAlone(Incident incident) {
        String name = incident.process().name();
        return processes
                .map(all -> all.stream()
                                .filter(process -> process.name().name().equals(name))
                                .count()
                        <= 1)
                .orElse(false);
    }

    /** Its status is that of this death, and not of a later one. */
    private static boolean isStillAsItWas(ProcessInfo process, Incident incident) {
        return switch (incident.kind()) {
            case EXITED ->
                process.state() == ProcessState.EXITED
                        && !process.spawnError().isEmpty()
                        && isClose(process.stop(), incident.time())
                        // one that was started since may be another death, a second later
                        && process.start().isBefore(incident.time().truncatedTo(ChronoUnit.SECONDS));
            case BACKOFF -> process.state() == ProcessState.BACKOFF;
            case FATAL -> process.state() == ProcessState.FATAL;
        };
    }

    private static boolean isClose(Instant stop, Instant time) {
        return Duration.between(stop, time).abs().compareTo(CLOSE) <= 0;
    }

    private static Optional<String> cause(ProcessInfo process) {
        if (process.state() == ProcessState.EXITED) {
            return Optional.of(
                    process.exitStatus() < 0 ? "terminated by a signal" : "exit status " + process.exitStatus());
        }
        return Optional.of(TextSanitizer.singleLine(process.spawnError(), MOST))
                .filter(error -> !error.isEmpty() && !error.startsWith(NO_REASON));
    }
}
