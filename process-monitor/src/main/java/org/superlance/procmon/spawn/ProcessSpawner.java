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

/**
 * Starts children by the tools of the system, so that none outlives us, however we end:
 *
 * <ul>
 *   <li>{@code setsid} gives each a session and a process group of its own,
 *   <li>{@code setpriv --pdeathsig KILL} has the kernel kill each child when the thread ends that has started it,
 *   <li>a shell kills what is left of the groups, the children's own children, when it notices that we have gone.
 * </ul>
 *
 * <p>A process that makes a session of its own escapes the last. Where a tool is missing, its part is missing too; one
 * warning says so.
 */
public final class ProcessSpawner implements Spawner, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessSpawner.class);

    /** Java 17 writes {@code error=7, Argument list too long}, Java 25 {@code error: 7 (Argument list too long)}. */
    private static final Pattern REASON = Pattern.compile("error[=:] ?\\d+,? \\(?([^()]+)");

    private final Map<String, String> environment;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Threads.factory("spawner"));
    private final ProcessGroupTable groups = new ProcessGroupTable();
    private @Nullable Helpers workshop;

    /** @param environment ours; its {@code PATH} says where the tools are */
    public ProcessSpawner(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Child spawn(LaunchSpec launchSpec) throws SpawnException {
        return await(submit(() -> start(launchSpec)));
    }

    @Override
    public void check(LaunchSpec launchSpec) throws SpawnException {
        await(submit(() -> command(launchSpec)));
    }

    /** Kills the children that are left, with their process groups, and starts no more. */
    @Override
    public synchronized void close() {
        if (!thread.isShutdown()) {
            thread.execute(() -> {
                if (workshop != null) {
                    workshop.guard().close();
                }
            });
            thread.shutdown();
        }
    }

    /** What it takes to start a child, once it is known what there is. */
    private record Helpers(SpawnHelpers helpers, UserResolver userResolver, ProcessGroupReaper guard) {}

    private Helpers helpers() {
        if (workshop == null) {
            SpawnHelpers helpers = SpawnHelpers.find(new SearchPath(environment, Path.of("")));
            workshop =
                    new Helpers(helpers, new UserResolver(helpers.setpriv()), new ProcessGroupReaper(helpers.setsid()));
        }
        return workshop;
    }

    /** The kernel takes the end of the thread that has forked for the end of the parent: it is always the same one. */
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
        try {
            boolean leadsGroup = helpers().helpers().setsid().isPresent();
            return new ProcessChild(
                    builder.start(), leadsGroup, groups, helpers().guard());
        } catch (IOException e) {
            Matcher reason = REASON.matcher(String.valueOf(e.getMessage()));
            throw new SpawnException(
                    "the system does not start it: " + (reason.find() ? reason.group(1) : e.getMessage()), e);
        }
    }

    private static void check(Path directory) throws SpawnException {
        if (!Files.isDirectory(directory)) {
            throw new SpawnException("there is no directory '" + directory + "'");
        }
        if (!Files.isExecutable(directory)) {
            throw new SpawnException("the directory '" + directory + "' may not be entered");
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

    /** An interrupt does not part us from a child that has been started. */
    private static <T> T await(Future<T> task) throws SpawnException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof SpawnException refusal
                            ? refusal
                            : new SpawnException("it cannot be started: " + e.getCause(), e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A child of this JVM. */
    private static final class ProcessChild implements Child {

        private final Process process;
        private final ProcessHandle handle;
        private final boolean leadsGroup;
        private final ProcessGroupTable groups;
        private final ProcessGroupReaper guard;
        private final CompletableFuture<ProcessExit> exit;

        /** @param leadsGroup whether it has a process group of its own */
        ProcessChild(Process process, boolean leadsGroup, ProcessGroupTable groups, ProcessGroupReaper guard) {
            this.process = process;
            this.handle = process.toHandle();
            this.leadsGroup = leadsGroup;
            this.groups = groups;
            this.guard = guard;
            if (leadsGroup) {
                guard.onLeader(process.pid());
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
            guard.forget(pid());
            return false;
        }

        private void watchGroup() {
            if (leadsGroup && isGroupAlive()) {
                guard.onLeaderless(pid());
            }
        }

        /** As long as the group has a process, its number is given to no new one; a process that has it tells otherwise. */
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
                        LOG.error("SIG{} does not reach pid {}: have we the right to signal it?", signal, pid());
                    }
                });
            } catch (IOException e) {
                LOG.error("SIG{} cannot be sent to pid {}: {}", signal, pid(), e.getMessage());
            }
        }
    }
}
