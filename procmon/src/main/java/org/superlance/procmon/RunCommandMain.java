package org.superlance.procmon;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.cli.LogFormat;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.logging.LogConfigurator;
import org.superlance.listener.util.MonotonicClock;
import org.superlance.procmon.embedded.EmbeddedServer;
import org.superlance.procmon.monitor.LoggingEventListener;
import org.superlance.procmon.monitor.ProcessEvent;
import org.superlance.procmon.monitor.ProcessMonitor;
import org.superlance.procmon.server.EndConditions.EndReason;
import org.superlance.procmon.signal.QuitSignal;
import org.superlance.procmon.signal.SignalTrap;
import org.superlance.procmon.spawn.LaunchSpec;
import org.superlance.procmon.spawn.ProcessSpawner;
import org.superlance.procmon.spawn.SpawnException;

/** Runs {@code procmon run}. */
final class RunCommandMain {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommandMain.class);
    private static final List<String> STOP_SIGNALS = List.of("INT", "TERM");
    private static final String RESTART_SIGNAL = "HUP";
    private static final List<String> FORWARDED_SIGNALS = List.of("USR1", "USR2", "WINCH", "TTIN", "TTOU");

    private final CommandContext context;
    private final LoggingEventListener log = new LoggingEventListener();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    private RunCommandMain(CommandContext context) {
        this.context = context;
    }

    /** Runs the command and returns its exit status. */
    static int run(CommandContext context, String... arguments) {
        RunCommand command = new RunCommand();
        ArgumentParser commandLine =
                new ArgumentParser(command, List.of(), context.out(), context.err()).endOptionsAtFirstWord();
        OptionalInt ended = commandLine.parse(arguments);
        if (ended.isPresent()) {
            return ended.getAsInt();
        }
        try {
            command.validate();
            if (command.logFormat.value() == LogFormat.JSON) {
                LogConfigurator.json(commandLine.name());
            }
            warnAsProcessOne();
            return command.configuration.isSet()
                    ? serve(command, command.configuration.value(), context)
                    : new RunCommandMain(context).monitor(command);
        } catch (IllegalArgumentException e) {
            return commandLine.usageError(String.valueOf(e.getMessage()));
        } catch (ConfigException e) {
            return commandLine.usageError(String.valueOf(e.getMessage()));
        } catch (SpawnException e) {
            return commandLine.usageError(
                    "cannot start '" + command.command.value().get(0) + "': " + e.getMessage());
        }
    }

    private static int serve(RunCommand command, Path configuration, CommandContext context) throws ConfigException {
        return new EmbeddedServer(configuration, command.policy().settings(), command.endConditions(), context)
                .run()
                .map(EndReason::status)
                .orElse(ExitStatus.OK);
    }

    private int monitor(RunCommand command) throws SpawnException {
        LaunchSpec launchSpec = command.launchSpec(context.environment());
        String name = nameOf(launchSpec);
        try (ProcessSpawner spawner = new ProcessSpawner(context.environment());
                ProcessMonitor monitor = new ProcessMonitor(
                        command.policy().settings(), spawner, new MonotonicClock(context.clock()), this::onEvent)) {
            if (!command.retryMissing.value()) {
                spawner.check(launchSpec);
            }
            context.onTermination().accept(monitor::close);
            trap(name, monitor);
            monitor.addProcess(name, launchSpec);
            monitor.start();
            return end.join();
        }
    }

    private void onEvent(ProcessEvent event) {
        log.accept(event);
        if (LoggingEventListener.isGivenUp(event)) {
            end.complete(ExitStatus.FAILED);
        }
    }

    private void trap(String name, ProcessMonitor monitor) {
        for (String signal : STOP_SIGNALS) {
            SignalTrap.set(signal, () -> stopOn(signal));
        }
        QuitSignal.set(context.environment(), () -> stopOn("QUIT"));
        SignalTrap.set(RESTART_SIGNAL, () -> {
            LOG.info("SIG{} received: restarting {}", RESTART_SIGNAL, name);
            monitor.restartAll();
        });
        for (String signal : FORWARDED_SIGNALS) {
            SignalTrap.set(signal, () -> {
                LOG.info("SIG{} received: forwarding to {}", signal, name);
                monitor.signalProcess(name, signal);
            });
        }
    }

    /** As process 1, the launcher sends SIGTERM and SIGQUIT for one signal; either may be here first. */
    private synchronized void stopOn(String signal) {
        if (end.isDone()) {
            return;
        }
        LOG.info("SIG{} received: stopping", signal);
        end.complete(ExitStatus.OK);
    }

    private static void warnAsProcessOne() {
        if (ProcessHandle.current().pid() == 1) {
            LOG.warn(
                    "Java is process 1 here and cannot reap orphaned processes: start procmon itself, which is executable,"
                            + " instead of java -jar, or start the container with an init (docker run --init)");
        }
    }

    private static String nameOf(LaunchSpec launchSpec) {
        Path file = Path.of(launchSpec.command().get(0)).getFileName();
        return file == null ? "/" : file.toString();
    }
}
