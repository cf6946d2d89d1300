package org.superlance.procmon.spawn;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.ProcessGroupTable;
import org.superlance.listener.util.Threads;
import org.superlance.listener.util.VmErrors;

/**
 * Starts children by tools of the system, so that none outlives the JVM, however the JVM ends:
 *
 * <ul>
 *   <li>{@code setsid} gives each a session and a process group of its own,
 *   <li>{@code setpriv --pdeathsig KILL} has the kernel kill each child when the thread ends that has started it,
 *   <li>a shell kills what is left of the groups, the children's own children, when the JVM has ended.
 * </ul>
 *
 * <p>A process that creates a session of its own escapes the last. Where a tool is missing, so is its protection, and one
 * warning is logged.
 */
public final class ProcessSpawner implements Spawner, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessSpawner.class);

    /** Java 17 writes {@code error=7, Argument list too long}, Java 25 {@code error: 7 (Argument list too long)}. */
    private static final Pattern REASON = Pattern.compile("error[=:] ?\\d+,? \\(?([^()]+)");

    /** For the reaper of a child, and for what comes until there is room again: signals, and the commands that send some. */
    private static final int SPARE_THREADS = 8;

    /** In bytes; as small as the JVM allows. */
    private static final long SPARE_STACK_SIZE = 128 * 1_024;

    private final Map<String, String> environment;
    private final int minOpenFiles;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Threads.factory("spawner"));
    private final ProcessGroupTable groups = new ProcessGroupTable();
    private @Nullable Helpers tools;

    /** @param environment that of the JVM; the tools are looked up in its {@code PATH} */
    public ProcessSpawner(Map<String, String> environment) {
        this(environment, 0);
    }

    /** @param minOpenFiles children may have so many files open, if they may at all, also where the JVM was started with less */
    public ProcessSpawner(Map<String, String> environment, int minOpenFiles) {
        this.environment = Map.copyOf(environment);
        this.minOpenFiles = minOpenFiles;
    }

    @Override
    public Child spawn(LaunchSpec launchSpec) throws SpawnException {
        return await(submit(() -> start(launchSpec)));
    }

    @Override
    public void check(LaunchSpec launchSpec) throws SpawnException {
        await(submit(() -> command(launchSpec)));
    }

    /** Kills the process groups of all children, and starts no more. */
    @Override
    public synchronized void close() {
        if (!thread.isShutdown()) {
            thread.execute(() -> {
                if (tools != null) {
                    tools.reaper().close();
                }
            });
            thread.shutdown();
        }
    }

    /** The tools, once they have been looked up. */
    private record Helpers(SpawnHelpers helpers, UserResolver userResolver, ProcessGroupReaper reaper) {}

    private Helpers helpers() {
        if (tools == null) {
            SpawnHelpers helpers = SpawnHelpers.find(
                    new SearchPath(environment, Path.of("")), SpawnHelpers.openFiles(environment, minOpenFiles));
            tools = new Helpers(helpers, new UserResolver(helpers.setpriv()), new ProcessGroupReaper(helpers.setsid()));
        }
        return tools;
    }

    /** PDEATHSIG is sent when the thread that forked ends, not the process: all children are started by the same thread. */
    private <T> Future<T> submit(Callable<T> task) throws SpawnException {
        try {
            return thread.submit(task);
        } catch (RejectedExecutionException e) {
            throw new SpawnException("procmon is ending", e);
        }
    }

    private List<String> command(LaunchSpec launchSpec) throws SpawnException {
        Path directory = launchSpec.directory().orElse(Path.of(""));
        check(directory);
        SearchPath path = new SearchPath(launchSpec.environment(), directory);
        path.check(launchSpec.command().get(0));
        Helpers place = helpers();
        List<String> identity = launchSpec.identity().isPresent()
                ? place.userResolver().options(launchSpec.identity().get())
                : List.of();
        return place.helpers().wrap(launchSpec.command(), identity);
    }

    private Child start(LaunchSpec launchSpec) throws SpawnException {
        ProcessBuilder builder = new ProcessBuilder(command(launchSpec));
        launchSpec.directory().map(Path::toFile).ifPresent(builder::directory);
        builder.environment().clear();
        builder.environment().putAll(launchSpec.environment());
        redirect(builder, launchSpec.streams());
        requireRoomForThreads();
        try {
            boolean leadsGroup = helpers().helpers().setsid().isPresent();
            if (leadsGroup) {
                helpers().reaper().prepare();
            }
            return new ProcessChild(
                    builder.start(), leadsGroup, groups, helpers().reaper());
        } catch (IOException e) {
            Matcher reason = REASON.matcher(String.valueOf(e.getMessage()));
            throw new SpawnException(
                    "the system cannot start it: " + (reason.find() ? reason.group(1) : e.getMessage()), e);
        }
    }

    /**
     * Makes some threads at once, which then end. The JVM makes one for each child when the child runs already, and one for
     * each signal that it gets itself: without, nobody would know of the child, and SIGTERM would be lost.
     */
    private static void requireRoomForThreads() throws SpawnException {
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            for (int i = 0; i < SPARE_THREADS; i++) {
                Threads.start("spare", end::join, SPARE_STACK_SIZE);
            }
        } catch (OutOfMemoryError e) {
            throw new SpawnException(VmErrors.sentence(e), e);
        } finally {
            end.complete(null);
        }
    }

    private static void check(Path directory) throws SpawnException {
        if (!Files.isDirectory(directory)) {
            throw new SpawnException("there is no directory '" + directory + "'");
        }
        if (!Files.isExecutable(directory)) {
            throw new SpawnException("no permission to enter directory '" + directory + "'");
        }
    }

    private static void redirect(ProcessBuilder builder, LaunchSpec.Streams streams) {
        switch (streams) {
            case INHERITED ->
                builder.redirectInput(new File("/dev/null"))
                        .redirectOutput(Redirect.INHERIT)
                        .redirectError(Redirect.INHERIT);
            case PIPED -> builder.redirectErrorStream(false);
            case PIPED_TOGETHER -> builder.redirectErrorStream(true);
        }
    }

    /** An interrupt does not lose a child that has been started. */
    private static <T> T await(Future<T> task) throws SpawnException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw refusal(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static SpawnException refusal(@Nullable Throwable cause) {
        if (cause instanceof SpawnException refusal) {
            return refusal;
        }
        return cause instanceof VirtualMachineError
                ? new SpawnException(VmErrors.sentence(cause), cause)
                : new SpawnException("it cannot be started: " + cause, cause);
    }

    private static final class ProcessChild implements Child {

        private final Process process;
        private final ProcessHandle handle;
        private final boolean leadsGroup;
        private final ProcessGroupTable groups;
        private final ProcessGroupReaper reaper;
        private final CompletableFuture<ProcessExit> exit;

        /** @param leadsGroup whether it has a process group of its own */
        ProcessChild(Process process, boolean leadsGroup, ProcessGroupTable groups, ProcessGroupReaper reaper) {
            this.process = process;
            this.handle = process.toHandle();
            this.leadsGroup = leadsGroup;
            this.groups = groups;
            this.reaper = reaper;
            if (leadsGroup) {
                reaper.onLeader(process.pid());
            }
            this.exit = process.onExit().thenApply(ended -> {
                watchGroup();
                return new ProcessExit(ended.exitValue());
            });
        }

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public OutputStream stdin() {
            return process.getOutputStream();
        }

        @Override
        public InputStream stdout() {
            return process.getInputStream();
        }

        @Override
        public InputStream stderr() {
            return process.getErrorStream();
        }

        @Override
        public CompletionStage<ProcessExit> exit() {
            return exit.minimalCompletionStage();
        }

        @Override
        public Optional<ProcessExit> ended() {
            return process.isAlive() ? Optional.empty() : Optional.of(new ProcessExit(process.exitValue()));
        }

        @Override
        public void signal(String signal) {
            if (handle.isAlive()) {
                kill(signal, Long.toString(pid()));
            }
        }

        @Override
        public void signalGroup(String signal) {
            if (!leadsGroup) {
                signal(signal);
            } else if (ownsPid()) {
                kill(signal, "-" + pid());
            }
        }

        @Override
        public boolean isGroupAlive() {
            if (handle.isAlive()) {
                return true;
            }
            if (leadsGroup && ownsPid() && groups.isAlive(pid())) {
                return true;
            }
            reaper.forget(pid());
            return false;
        }

        private void watchGroup() {
            if (leadsGroup && isGroupAlive()) {
                reaper.onLeaderless(pid());
            }
        }

        /** The kernel does not reuse a pid as long as its process group exists; another process of that pid shows that it is gone. */
        private boolean ownsPid() {
            return ProcessHandle.of(pid()).map(handle::equals).orElse(true);
        }

        private void kill(String signal, String target) {
            List<String> command = List.of("/bin/sh", "-c", "kill -s \"$1\" -- \"$2\"", "kill", signal, target);
            try {
                CompletionStage<Process> sent = new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start()
                        .onExit();
                sent.thenAccept(kill -> {
                    if (kill.exitValue() != 0 && handle.isAlive()) {
                        LOG.error(
                                "cannot send SIG{} to pid {}: kill failed, possibly for lack of permission",
                                signal,
                                pid());
                    }
                });
            } catch (IOException | OutOfMemoryError e) {
                LOG.error(
                        "cannot send SIG{} to pid {}: {}; sent to the process alone if it is SIGTERM or SIGKILL",
                        signal,
                        pid(),
                        e.getMessage());
                killWithoutCommand(signal);
            }
        }

        /** The JVM itself can send these two, and to no group. What is left of the groups, the guard kills at the end. */
        private void killWithoutCommand(String signal) {
            if (signal.equals("TERM")) {
                handle.destroy();
            } else if (signal.equals("KILL")) {
                handle.destroyForcibly();
            }
        }
    }
}
