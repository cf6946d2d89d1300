package org.superlance.crashmail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.superlance.listener.testkit.PackagedCommand;

/** The packaged crashmail on the other end of two pipes, as supervisord has it. */
final class PipedListener implements AutoCloseable {

    private static final Path JAR = PackagedCommand.file("crashmail");

    private final Process process;
    private final OutputStream events;
    private final BufferedReader answers;

    /** @param log its stderr is added to this */
    PipedListener(Path log, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAR.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("SUPERVISOR_SERVER_URL", "unix:///nonexistent/supervisor.sock");
        builder.environment().put("SUPERVISOR_PROCESS_NAME", "crashmail");
        builder.environment().put("SUPERVISOR_GROUP_NAME", "crashmail");
        process = builder.start();
        events = process.getOutputStream();
        answers = process.inputReader();
    }

    /** Waits for READY; false if the listener has ended. */
    boolean isReady() {
        try {
            String line = answers.readLine();
            return "READY".equals(line) || "OKREADY".equals(line);
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells it that a process has died; false if it was not acknowledged, because the listener has ended. */
    boolean tellOfDeath(String name, int serial) {
        String payload = "processname:" + name + " groupname:web from_state:RUNNING expected:0 pid:" + (1000 + serial);
        String header = "ver:3.0 server:s serial:" + serial + " pool:crashmail poolserial:" + serial
                + " eventname:PROCESS_STATE_EXITED len:" + payload.codePointCount(0, payload.length()) + "\n";
        try {
            events.write((header + payload).getBytes(StandardCharsets.UTF_8));
            events.flush();
            return "RESULT 2".equals(answers.readLine()) && isReady();
        } catch (IOException e) {
            return false;
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /** Waits until it has ended: only then it has let go of its state directory. */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** As supervisord stops it; waits for the end. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
