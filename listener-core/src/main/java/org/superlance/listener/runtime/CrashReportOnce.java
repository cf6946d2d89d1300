package org.superlance.listener.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.cli.HostName;
import org.superlance.listener.cli.ListenerStateStore;
import org.superlance.listener.crash.FailureHandler;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/** A telling plugin by hand: shows what is down now, and tells of it as the listener would. */
final class CrashReportOnce {

    private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    private final CrashCommand plugin;
    private final String command;
    private final CommandContext surroundings;

    CrashReportOnce(CrashCommand plugin, String command, CommandContext context) {
        this.plugin = plugin;
        this.command = command;
        this.surroundings = context;
    }

    /** @return the exit status */
    int run(SupervisorClient supervisor) {
        try (supervisor;
                ListenerStateStore state = ListenerStateStore.none();
                FailureQueue failureQueue = new FailureQueue(Optional.empty(), state.metrics());
                NotificationQueue queue =
                        plugin.listener().isDryRun() ? NotificationQueue.none() : plugin.queue(state, surroundings)) {
            RpcResult<List<ProcessInfo>> processes = supervisor.processes();
            if (processes.value().isEmpty()) {
                surroundings.err().println(command + ": " + processes.sentence());
                return ExitStatus.FAILED;
            }
            List<ProcessInfo> selected =
                    processes.value().get().stream().filter(this::isSelected).toList();
            List<ProcessFailure> failures = selected.stream()
                    .flatMap(process -> wanted(process).stream())
                    .toList();
            show(selected, failures);
            failures.forEach(failureQueue::enqueue);
            return report(new CrashContext(place(), failureQueue, queue, supervisor))
                    ? ExitStatus.OK
                    : ExitStatus.FAILED;
        }
    }

    private boolean report(CrashContext context) {
        FailureHandler handler = plugin.handler(context);
        handler.flush(surroundings.clock().instant());
        try {
            return context.queue().drain(DELIVERY_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void show(List<ProcessInfo> selected, List<ProcessFailure> failures) {
        ProcessStateTable table = new ProcessStateTable(surroundings.clock().getZone());
        for (ProcessInfo process : selected) {
            boolean told =
                    failures.stream().anyMatch(failure -> failure.process().equals(process.name()));
            table.add(process, told ? "would be told" : "nothing to tell");
        }
        plugin.referencedProcesses().stream()
                .filter(name -> selected.stream().noneMatch(process -> name.matches(process.name())))
                .forEach(table::addUnknown);
        surroundings.printer().print(table.text());
        if (failures.isEmpty()) {
            surroundings.printer().println("There is nothing to tell: none of these is down now.");
        }
    }

    private ListenerEnvironment place() {
        return new ListenerEnvironment(HostName.name(surroundings), Optional.empty(), surroundings.clock());
    }

    /** The options select, whatever may happen to it. */
    private boolean isSelected(ProcessInfo process) {
        return Arrays.stream(FailureType.values()).anyMatch(type -> plugin.wants(failure(type, process)));
    }

    private Optional<ProcessFailure> wanted(ProcessInfo process) {
        return down(process).map(type -> failure(type, process)).filter(plugin::wants);
    }

    private static Optional<FailureType> down(ProcessInfo process) {
        return switch (process.state()) {
            // an expected end leaves no error
            case EXITED -> process.spawnError().isEmpty() ? Optional.empty() : Optional.of(FailureType.EXITED);
            case BACKOFF -> Optional.of(FailureType.BACKOFF);
            case FATAL -> Optional.of(FailureType.FATAL);
            default -> Optional.empty();
        };
    }

    private static ProcessFailure failure(FailureType type, ProcessInfo process) {
        String from = switch (type) {
            case EXITED -> "RUNNING";
            case BACKOFF -> "STARTING";
            case FATAL -> "BACKOFF";
        };
        Namespec name = process.name();
        Instant time = process.stop().equals(Instant.EPOCH) ? process.now() : process.stop();
        return new ProcessFailure(type, name, OptionalLong.empty(), from, time);
    }
}
