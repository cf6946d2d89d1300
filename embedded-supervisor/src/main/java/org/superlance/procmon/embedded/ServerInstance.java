package org.superlance.procmon.embedded;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.config.LogConfig;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.util.Threads;
import org.superlance.procmon.config.HttpSpec;
import org.superlance.procmon.config.ServerSpec;
import org.superlance.procmon.config.SupervisordSpec;
import org.superlance.procmon.eventlistener.EventBus;
import org.superlance.procmon.log.Logs;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.log.Sink;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.rpc.RpcServer;
import org.superlance.procmon.rpc.RpcServer.ListenException;
import org.superlance.procmon.server.MainLoop;
import org.superlance.procmon.server.MonotonicClock;
import org.superlance.procmon.server.ProcessGroupFactory;
import org.superlance.procmon.server.ProcessGroups;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.server.ServerConfiguration;
import org.superlance.procmon.server.SupervisorState;
import org.superlance.procmon.spawn.ChildEnvironment;
import org.superlance.procmon.spawn.Spawner;
import org.superlance.procmon.spawn.io.SpawnContext;
import org.superlance.procmon.subprocess.SupervisorContext;

/** The server from one reading of its configuration to the next. */
final class ServerInstance implements AutoCloseable {

    private final ServerSpec spec;
    private final ServerLog log;
    private final Server server;
    private final RpcServer calls;
    private final PidFile pidFile;
    private final ExecutorService writers = Executors.newCachedThreadPool(Threads.factory("writer"));

    ServerInstance(
            ServerSpec spec, CommandContext context, Spawner spawner, BackoffPolicy policy, RpcServer.Source source)
            throws IOException {
        this.spec = spec;
        SupervisordSpec daemon = spec.daemon();
        Logs logs = new Logs(context.out(), context.err(), daemon.childLogDirectory(), daemon.identifier());
        this.log = new ServerLog(sinks(daemon, logs), daemon.logLevel(), context.clock());
        if (daemon.cleanUp()) {
            logs.cleanUp();
        }
        EventBus bus = new EventBus();
        Clock steady = new MonotonicClock(context.clock());
        SupervisorContext office = new SupervisorContext(
                context.clock(), steady, log, policy, change -> bus.publish(change.type(), change.payload()));
        MainLoop loop = new MainLoop();
        Optional<String> url = spec.servers().stream()
                .map(HttpSpec::place)
                .map(HttpSpec.Place::url)
                .findFirst();
        SpawnContext workshop =
                new SpawnContext(spawner, ChildEnvironment.of(context.environment()), url, loop, writers);
        ProcessGroups groups =
                new ProcessGroups(new ProcessGroupFactory(daemon.identifier(), office, workshop, logs, bus));
        this.server = new Server(loop, new ServerConfiguration(spec), groups, bus, office);
        this.calls = new RpcServer(server, source, context.clock());
        this.pidFile = new PidFile(daemon.pidFile(), log);
    }

    Server server() {
        return server;
    }

    /** Runs until it is told to end, and returns how. */
    SupervisorState run() throws IOException, ListenException, InterruptedException {
        spec.warnings().forEach(log::warn);
        for (GroupConfig group : spec.groups()) {
            server.groups().add(group);
        }
        for (HttpSpec http : spec.servers()) {
            calls.listen(http);
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
        calls.close();
        pidFile.remove();
        writers.shutdownNow();
        log.close();
    }

    /** Its file, and stdout, unless that is its file anyway. */
    private static List<Sink> sinks(SupervisordSpec daemon, Logs logs) throws IOException {
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
