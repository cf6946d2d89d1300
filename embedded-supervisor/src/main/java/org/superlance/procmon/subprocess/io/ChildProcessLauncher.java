package org.superlance.procmon.subprocess.io;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.process.Signal;
import org.superlance.listener.util.VmErrors;
import org.superlance.procmon.spawn.Child;
import org.superlance.procmon.spawn.LaunchSpec;
import org.superlance.procmon.spawn.ProcessExit;
import org.superlance.procmon.spawn.SpawnException;
import org.superlance.procmon.spawn.Spawner;
import org.superlance.procmon.subprocess.SubprocessLauncher;

/** Starts the process of one program as a child of this JVM. */
public final class ChildProcessLauncher implements SubprocessLauncher {

    /** Orphaned children of a process may keep its output open for ever. */
    private static final long MAX_DRAIN_MILLIS = 250;

    /**
     * What the launchers of all programs share.
     *
     * @param environment that every process gets
     * @param serverUrl where the server listens, for {@code SUPERVISOR_SERVER_URL}
     * @param loop the main loop
     * @param writers the threads that write to the stdin of processes
     */
    public record SpawnContext(
            Spawner spawner,
            Map<String, String> environment,
            Optional<String> serverUrl,
            Executor loop,
            Executor writers) {

        public SpawnContext {
            environment = Map.copyOf(environment);
        }
    }

    private final ProgramConfig spec;
    private final LaunchSpec launchSpec;
    private final SubprocessLogs logs;
    private final OutputDispatcher dispatcher;
    private final SpawnContext context;

    public ChildProcessLauncher(
            String group, ProgramConfig spec, SubprocessLogs logs, OutputDispatcher dispatcher, SpawnContext context) {
        this.spec = spec;
        this.logs = logs;
        this.dispatcher = dispatcher;
        this.context = context;
        this.launchSpec = new LaunchSpec(
                command(),
                spec.execution().directory(),
                environment(group),
                spec.execution().user().map(user -> new LaunchSpec.Identity(user.name(), Optional.empty())),
                spec.output().together() ? LaunchSpec.Streams.PIPED_TOGETHER : LaunchSpec.Streams.PIPED);
    }

    /** Only a shell can set the umask of another process. */
    private List<String> command() {
        List<String> words = new ArrayList<>();
        spec.execution()
                .umask()
                .ifPresent(umask -> words.addAll(List.of("/bin/sh", "-c", "umask \"$0\" && exec \"$@\"", umask)));
        words.addAll(spec.execution().words());
        return words;
    }

    private Map<String, String> environment(String group) {
        Map<String, String> environment = new HashMap<>(context.environment());
        environment.put("SUPERVISOR_ENABLED", "1");
        spec.serverUrl().or(context::serverUrl).ifPresent(url -> environment.put("SUPERVISOR_SERVER_URL", url));
        environment.put("SUPERVISOR_PROCESS_NAME", spec.name());
        environment.put("SUPERVISOR_GROUP_NAME", group);
        environment.putAll(spec.environment());
        return environment;
    }

    @Override
    public void check() throws SpawnException {
        String command = spec.execution().words().get(0);
        try {
            context.spawner()
                    .check(new LaunchSpec(
                            List.of(command),
                            launchSpec.directory(),
                            launchSpec.environment(),
                            launchSpec.identity(),
                            launchSpec.streams()));
        } catch (SpawnException e) {
            throw switch (e.reason()) {
                case NO_COMMAND -> new SpawnException(e.reason(), "can't find command '" + command + "'");
                case NOT_EXECUTABLE -> new SpawnException(e.reason(), "command at '" + command + "' is not executable");
                case OTHER -> e;
            };
        }
    }

    @Override
    public RunningProcess start(ExitListener onExit) throws SpawnException {
        check();
        ProcessStreams processStreams = ProcessStreams.open(logs);
        CompletableFuture<Child> started = new CompletableFuture<>();
        CompletableFuture<Void> drained;
        Child child;
        try {
            drained = processStreams.pump(spec, started, dispatcher, context.loop());
            child = context.spawner().spawn(launchSpec);
        } catch (SpawnException e) {
            started.completeExceptionally(e);
            processStreams.close();
            throw e;
        } catch (OutOfMemoryError e) {
            started.completeExceptionally(e);
            processStreams.close();
            throw new SpawnException(VmErrors.sentence(e), e);
        }
        dispatcher.started();
        started.complete(child);
        child.exit().thenCompose(exit -> {
            long ended = System.nanoTime();
            return drained.completeOnTimeout(null, MAX_DRAIN_MILLIS, TimeUnit.MILLISECONDS)
                    .thenAcceptAsync(
                            nothing -> {
                                onExit.onExit(exit, Duration.ofNanos(System.nanoTime() - ended));
                                dispatcher.ended();
                            },
                            context.loop());
        });
        return new ChildProcess(child, new StdinWriter(child.stdin(), context.writers()));
    }

    private record ChildProcess(Child child, StdinWriter stdinWriter) implements RunningProcess {

        @Override
        public long pid() {
            return child.pid();
        }

        @Override
        public Optional<ProcessExit> ended() {
            return child.ended();
        }

        @Override
        public void signal(Signal signal) {
            child.signal(signal.name());
        }

        @Override
        public void signalGroup(Signal signal) {
            child.signalGroup(signal.name());
        }

        @Override
        public boolean write(byte[] bytes, Runnable failed) {
            return stdinWriter.write(bytes, failed);
        }
    }
}
