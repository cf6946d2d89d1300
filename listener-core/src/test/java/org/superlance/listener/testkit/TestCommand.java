package org.superlance.listener.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a short command with nothing on its stdin and a time limit. */
public final class TestCommand {

    private static final File NOTHING = new File("/dev/null");

    private TestCommand() {}

    /**
     * What the command wrote on stdout and stderr, whatever its exit status.
     *
     * @throws AssertionError if it does not end within {@link Await#LIMIT}
     */
    public static String output(List<String> command) {
        try {
            Path output = Files.createTempFile("command", ".out");
            try {
                run(command, output);
                return GrowingTextFile.tail(output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
    }

    private static void run(List<String> command, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(NOTHING)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        // Python tells of every library's coming removals otherwise
        builder.environment().put("PYTHONWARNINGS", "ignore");
        Process process = builder.start();
        boolean ended = false;
        try {
            ended = process.waitFor(Await.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
        if (!ended) {
            throw new AssertionError(
                    command + " did not end within " + Await.LIMIT + "\n" + GrowingTextFile.tail(output));
        }
    }

    /**
     * Sends a signal to processes.
     *
     * @param name such as {@code KILL}
     * @throws AssertionError if one of them does not run. Pid 0 is what such a process is shown with; to {@code kill} it
     *     would be this process and its parents.
     */
    public static void signal(String name, Collection<Long> pids) {
        List<String> command = new ArrayList<>(List.of("kill", "-s", name));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        String complaint = pids.contains(0L) ? "pid 0" : output(command);
        if (!complaint.isEmpty()) {
            throw new AssertionError(command + ": " + complaint);
        }
    }

    /** Where a command is, as {@code PATH} says. */
    public static boolean isInstalled(String name) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (String directory : path.split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(directory, name))) {
                return true;
            }
        }
        return false;
    }
}
