package org.superlance.procmon.embedded;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.config.LogConfig;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.util.MonotonicClock;
import org.superlance.listener.util.Threads;
import org.superlance.procmon.config.EmbeddedServerConfig;
import org.superlance.procmon.config.EmbeddedServerConfig.DaemonConfig;
import org.superlance.procmon.config.HttpServerConfig;
import org.superlance.procmon.eventlistener.EventBus;
import org.superlance.procmon.log.Logs;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.log.Sink;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.rpc.RpcServer;
import org.superlance.procmon.rpc.RpcServer.ListenException;
import org.superlance.procmon.server.EndConditions;
import org.superlance.procmon.server.EndConditions.EndReason;
import org.superlance.procmon.server.MainLoop;
import org.superlance.procmon.server.ProcessGroupFactory;
import org.superlance.procmon.server.ProcessGroups;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.server.Server.SupervisorState;
import org.superlance.procmon.server.ServerConfiguration;
import org.superlance.procmon.spawn.LaunchSpec;
import org.superlance.procmon.spawn.Spawner;
import org.superlance.procmon.subprocess.SupervisorContext;
import org.superlance.procmon.subprocess.io.ChildProcessLauncher.SpawnContext;

/** The server from its start to its shutdown or restart, with one configuration. */
final class ServerInstance implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerInstance.class);

    private final EmbeddedServerConfig spec;
    private final EndConditions endConditions;
    private final ServerLog log;
    private final Server server;
    private final RpcServer rpcServer;
    private final PidFile pidFile;
    private final ExecutorService writers = Executors.newCachedThreadPool(Threads.factory("writer"));

    ServerInstance(
            EmbeddedServerConfig spec,
            CommandContext context,
            Spawner spawner,
            BackoffPolicy policy,
            EndConditions endConditions,
            RpcServer.Source source)
            throws IOException {
        this.spec = spec;
        this.endConditions = endConditions;
        DaemonConfig daemon = spec.daemon();
        Logs logs = new Logs(context.out(), context.err(), daemon.childLogDirectory(), daemon.identifier());
        this.log = new ServerLog(sinks(daemon, logs), daemon.logLevel(), context.clock());
        if (daemon.cleanUp()) {
            logs.cleanUp();
        }
        EventBus bus = new EventBus();
        Clock steady = new MonotonicClock(context.clock());
        SupervisorContext shared = new SupervisorContext(
                context.clock(), steady, log, policy, change -> bus.publish(change.type(), change.payload()));
        MainLoop loop = new MainLoop();
        Optional<String> url = spec.servers().stream()
                .map(HttpServerConfig::place)
                .map(HttpServerConfig.Place::url)
                .findFirst();
        SpawnContext spawnContext =
                new SpawnContext(spawner, LaunchSpec.childEnvironment(context.environment()), url, loop, writers);
        ProcessGroups groups =
                new ProcessGroups(new ProcessGroupFactory(daemon.identifier(), shared, spawnContext, logs, bus));
        this.server = new Server(loop, new ServerConfiguration(spec), groups, bus, shared, endConditions);
        this.rpcServer = new RpcServer(server, source, context.hostName(), context.clock());
        this.pidFile = new PidFile(daemon.pidFile(), log);
    }

    Server server() {
        return server;
    }

    /** Runs until a shutdown or restart request; returns which. */
    SupervisorState run() throws IOException, ListenException, InterruptedException {
        spec.warnings().forEach(log::warn);
        endConditions.unknownNames(spec.groups()).forEach(log::warn);
        for (GroupConfig group : spec.groups()) {
            server.groups().add(group);
        }
        for (HttpServerConfig http : spec.servers()) {
            rpcServer.listen(http);
            if (http.login().isEmpty()) {
                log.critical("Server '" + http.section() + "' running without any HTTP authentication checking");
            }
        }
        pidFile.write();
        log.info("supervisord started with pid " + ProcessHandle.current().pid());
        return server.run();
    }

    @Override
    public void close() {
        rpcServer.close();
        pidFile.remove();
        writers.shutdownNow();
        server.endReason().ifPresent(this::logEnd);
        log.close();
    }

    /** The last line, also where the log is a file and a container shows nothing of it. */
    private void logEnd(EndReason reason) {
        String sentence = "exiting with status " + reason.status() + ": " + reason.sentence();
        log.log(reason.level(), sentence);
        if (spec.daemon().silent()) {
            LOG.error("{}", sentence);
        }
    }

    /** The log file, and stdout unless that is the log file. */
    private static List<Sink> sinks(DaemonConfig daemon, Logs logs) throws IOException {
        List<Sink> sinks = new ArrayList<>();
        boolean onStdout = false;
        if (daemon.log().target() instanceof LogConfig.File file) {
            sinks.add(
                    logs.open(file.path(), daemon.log().maxBytes(), daemon.log().backups()));
            onStdout = Logs.isStdout(file.path());
        }
        if (!daemon.silent() && !onStdout) {
            sinks.add(logs.stdoutSink());
        }
        return sinks;
    }
}
