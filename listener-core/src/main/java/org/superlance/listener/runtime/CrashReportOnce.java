package org.superlance.listener.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.crash.FailureHandler;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;

/** A telling plugin by hand: shows what is down now, and tells of it as the listener would. */
final class CrashReportOnce {

    private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    private final CrashCommand plugin;
    private final ListenerContext context;
    private final FailureQueue failureQueue;
    private final FailureHandler handler;

    CrashReportOnce(CrashCommand plugin, ListenerContext context, FailureQueue failureQueue, FailureHandler handler) {
        this.plugin = plugin;
        this.context = context;
        this.failureQueue = failureQueue;
        this.handler = handler;
    }

    /** @return the exit status */
    int run() throws InterruptedException {
        RpcResult<List<ProcessInfo>> processes = context.supervisor().processes();
        if (processes.value().isEmpty()) {
            context.process().err().println(context.command() + ": " + processes.sentence());
            return ExitStatus.FAILED;
        }
        List<ProcessInfo> selected =
                processes.value().get().stream().filter(this::isSelected).toList();
        List<ProcessFailure> failures =
                selected.stream().flatMap(process -> wanted(process).stream()).toList();
        show(selected, failures);
        failures.forEach(failureQueue::enqueue);
        handler.flush(context.clock().instant());
        return context.queue().drain(DELIVERY_TIMEOUT) ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private void show(List<ProcessInfo> selected, List<ProcessFailure> failures) {
        ProcessStateTable table = new ProcessStateTable(context.clock().getZone());
        for (ProcessInfo process : selected) {
            boolean told =
                    failures.stream().anyMatch(failure -> failure.process().equals(process.name()));
            table.add(process, told ? "would be told" : "nothing to tell");
        }
        plugin.referencedProcesses().stream()
                .filter(name -> selected.stream().noneMatch(process -> name.matches(process.name())))
                .forEach(table::addUnknown);
        context.process().printer().print(table.text());
        if (failures.isEmpty()) {
            context.process().printer().println("There is nothing to tell: none of these is down now.");
        }
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
