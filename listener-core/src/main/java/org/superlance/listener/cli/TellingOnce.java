package org.superlance.listener.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.superlance.listener.crash.Clerk;
import org.superlance.listener.crash.Incident;
import org.superlance.listener.crash.Incident.Kind;
import org.superlance.listener.crash.Intake;
import org.superlance.listener.notify.MemorySpool;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/** A telling plugin by hand: shows what is down now, and tells of it as the listener would. */
final class TellingOnce {

    private static final Duration TO_DELIVER = Duration.ofMinutes(2);

    private final TellingPlugin plugin;
    private final String command;
    private final Surroundings surroundings;

    TellingOnce(TellingPlugin plugin, String command, Surroundings surroundings) {
        this.plugin = plugin;
        this.command = command;
        this.surroundings = surroundings;
    }

    /** @return the exit status */
    int run(SupervisorClient supervisor) {
        try (supervisor;
                ListenerState state = ListenerState.none();
                Intake intake = new Intake(new MemorySpool());
                NotificationQueue queue =
                        plugin.listener().isDryRun() ? NotificationQueue.none() : plugin.queue(state, surroundings)) {
            RpcResult<List<ProcessInfo>> processes = supervisor.processes();
            if (processes.value().isEmpty()) {
                surroundings.err().println(command + ": " + processes.sentence());
                return ExitStatus.FAILED;
            }
            List<ProcessInfo> selected =
                    processes.value().get().stream().filter(this::isSelected).toList();
            List<Incident> incidents = selected.stream()
                    .flatMap(process -> wanted(process).stream())
                    .toList();
            show(selected, incidents);
            incidents.forEach(intake::take);
            return tell(new Desk(place(), intake, queue, supervisor)) ? ExitStatus.OK : ExitStatus.FAILED;
        }
    }

    private boolean tell(Desk desk) {
        Clerk clerk = plugin.clerk(desk);
        clerk.finish(surroundings.clock().instant());
        try {
            return desk.queue().drain(TO_DELIVER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void show(List<ProcessInfo> selected, List<Incident> incidents) {
        StateTable table = new StateTable(surroundings.clock().getZone());
        for (ProcessInfo process : selected) {
            boolean told =
                    incidents.stream().anyMatch(incident -> incident.process().equals(process.name()));
            table.add(process, told ? "would be told" : "nothing to tell");
        }
        plugin.named().stream()
                .filter(name -> selected.stream().noneMatch(process -> name.matches(process.name())))
                .forEach(table::addUnknown);
        surroundings.printer().print(table.text());
        if (incidents.isEmpty()) {
            surroundings.printer().println("There is nothing to tell: none of these is down now.");
        }
    }

    private Workplace place() {
        return new Workplace(Host.name(surroundings), Optional.empty(), surroundings.clock());
    }

    /** The options select, whatever may happen to it. */
    private boolean isSelected(ProcessInfo process) {
        return Arrays.stream(Kind.values()).anyMatch(kind -> plugin.wants(incident(kind, process)));
    }

    private Optional<Incident> wanted(ProcessInfo process) {
        return down(process).map(kind -> incident(kind, process)).filter(plugin::wants);
    }

    private static Optional<Kind> down(ProcessInfo process) {
        return switch (process.state()) {
            // an expected end leaves no error
            case EXITED -> process.spawnError().isEmpty() ? Optional.empty() : Optional.of(Kind.EXITED);
            case BACKOFF -> Optional.of(Kind.BACKOFF);
            case FATAL -> Optional.of(Kind.FATAL);
            default -> Optional.empty();
        };
    }

    private static Incident incident(Kind kind, ProcessInfo process) {
        String from = switch (kind) {
            case EXITED -> "RUNNING";
            case BACKOFF -> "STARTING";
            case FATAL -> "BACKOFF";
        };
        Namespec name = process.name();
        Instant time = process.stop().equals(Instant.EPOCH) ? process.now() : process.stop();
        return new Incident(kind, name, OptionalLong.empty(), from, time);
    }
}
