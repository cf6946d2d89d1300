package org.superlance.procmon.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.procmon.config.EmbeddedServerConfig;
import org.superlance.procmon.config.EmbeddedServerConfigReader;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.policy.RestartSettings;
import org.superlance.procmon.rpc.RpcServer.ListenException;
import org.superlance.procmon.server.EndConditions;
import org.superlance.procmon.server.EndConditions.EndReason;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.server.Server.SupervisorState;
import org.superlance.procmon.signal.QuitSignal;
import org.superlance.procmon.signal.SignalTrap;
import org.superlance.procmon.spawn.ProcessSpawner;

/** Runs a {@code supervisord.conf} as supervisord does, in the foreground, until it is shut down. */
public final class EmbeddedServer {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);

    private final Path file;
    private final CommandContext context;
    private final EmbeddedServerConfigReader reader;
    private final BackoffPolicy policy;
    private final EndConditions endConditions;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<Server> current = Optional.empty();
    /** Whether it has been told to end; before it has begun, and between two instances, too. */
    private volatile boolean told;

    private Optional<EndReason> endReason = Optional.empty();

    /**
     * Starts nothing yet.
     *
     * @param file the configuration
     * @param settings the restart delays where supervisord would give up
     * @param endConditions which ends of processes are the end of the server
     */
    public EmbeddedServer(Path file, RestartSettings settings, EndConditions endConditions, CommandContext context) {
        this.file = file;
        this.context = context;
        this.endConditions = endConditions;
        this.policy = new BackoffPolicy(settings, new Random());
        this.reader = new EmbeddedServerConfigReader(
                context.environment(),
                Path.of("").toAbsolutePath(),
                context.hostName(),
                System.getProperty("user.name", ""));
    }

    /**
     * Runs until it is shut down and all processes have stopped.
     *
     * @return why it has ended by itself; empty if somebody asked for it
     * @throws ConfigException if the configuration is invalid or cannot be applied
     */
    public Optional<EndReason> run() throws ConfigException {
        trapSignals();
        try {
            EmbeddedServerConfig spec = read();
            List<String> unknown = endConditions.unknownNames(spec.groups());
            if (!unknown.isEmpty()) {
                throw new ConfigException(file + ": " + unknown.get(0));
            }
            return run(spec);
        } finally {
            ended.countDown();
        }
    }

    private Optional<EndReason> run(EmbeddedServerConfig first) throws ConfigException {
        // the JVM's thread for delays is made now: later there may be no room for it
        CompletableFuture.delayedExecutor(0, TimeUnit.SECONDS).execute(() -> {});
        EmbeddedServerConfig spec = first;
        try (ProcessSpawner spawner =
                new ProcessSpawner(context.environment(), spec.daemon().minOpenFiles())) {
            while (!told && runInstance(spec, spawner) == SupervisorState.RESTARTING) {
                spec = readAgain(spec);
            }
            return endReason;
        }
    }

    private EmbeddedServerConfig read() throws ConfigException {
        return reader.read(file);
    }

    /** The file was right when the restart was asked for; it may have become wrong while everything was stopped. */
    private EmbeddedServerConfig readAgain(EmbeddedServerConfig before) {
        try {
            return read();
        } catch (ConfigException e) {
            LOG.error("{}; continuing with the configuration that was running before", e.getMessage());
            return before;
        }
    }

    private SupervisorState runInstance(EmbeddedServerConfig spec, ProcessSpawner spawner) throws ConfigException {
        try (ServerInstance instance = new ServerInstance(spec, context, spawner, policy, endConditions, this::read)) {
            current = Optional.of(instance.server());
            if (told) {
                // by a signal that came when there was no server to be ended
                instance.server().end(SupervisorState.SHUTDOWN);
            }
            SupervisorState state = instance.run();
            endReason = instance.server().endReason();
            return state;
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot open a log (" + e.getMessage() + "); use another file", e);
        } catch (ListenException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SupervisorState.SHUTDOWN;
        } finally {
            current = Optional.empty();
        }
    }

    private void trapSignals() {
        // where signals cannot be trapped, the JVM exits by itself and waits for this
        context.onTermination().accept(this::shutdownAndWait);
        for (String signal : new String[] {"TERM", "INT"}) {
            SignalTrap.set(signal, () -> endOn(signal));
        }
        QuitSignal.set(context.environment(), this::endOnQuit);
        SignalTrap.set("HUP", this::restart);
        // where it ends every process that does not handle it, it would end this one; nginx and others reopen their
        // logs by it
        SignalTrap.set("USR1", () -> LOG.warn("SIGUSR1 has no effect; SIGUSR2 reopens the logs"));
        SignalTrap.set("USR2", () -> onLoop(EmbeddedServer::reopenLogs));
    }

    /** As process 1, the launcher sends it together with SIGTERM. */
    private void endOnQuit() {
        if (!told) {
            endOn("QUIT");
        }
    }

    private void endOn(String signal) {
        told = true;
        onLoop(server -> {
            server.log().warn("received SIG" + signal + " indicating exit request");
            server.end(SupervisorState.SHUTDOWN);
        });
    }

    private void restart() {
        try {
            read();
            onLoop(server -> {
                server.log().warn("received SIGHUP indicating restart request");
                server.end(SupervisorState.RESTARTING);
            });
        } catch (ConfigException e) {
            String sentence = String.valueOf(e.getMessage());
            onLoop(server -> server.log().error("ignored SIGHUP indicating restart request: " + sentence));
        }
    }

    private static void reopenLogs(Server server) {
        server.log().info("received SIGUSR2 indicating log reopen request");
        try {
            server.log().reopen();
            server.groups().reopenLogs();
        } catch (IOException e) {
            LOG.error("cannot reopen a log: {}; its output is lost", e.getMessage());
        }
    }

    private void onLoop(Consumer<Server> task) {
        current.ifPresent(server -> server.loop().execute(() -> task.accept(server)));
    }

    private void shutdownAndWait() {
        told = true;
        onLoop(server -> server.end(SupervisorState.SHUTDOWN));
        try {
            ended.await(1, TimeUnit.HOURS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
