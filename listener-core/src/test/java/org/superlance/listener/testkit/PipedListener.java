package org.superlance.listener.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A packaged listener on the other end of two pipes, as supervisord has it; its events come when the test says so. */
public final class PipedListener implements AutoCloseable {

    private static final Instant SOME_TIME = Instant.ofEpochSecond(1_763_693_600);

    private final Process process;
    private final OutputStream events;
    private final BufferedReader answers;
    private int serial;

    /** One that is called memmon and whose log nobody reads. */
    public PipedListener(Path jar, String serverUrl, List<String> options) throws IOException {
        this(jar, serverUrl, options, Path.of("/dev/null"));
    }

    /** One that is called memmon. */
    public PipedListener(Path jar, String serverUrl, List<String> options, Path log) throws IOException {
        this("memmon", jar, Map.of("SUPERVISOR_SERVER_URL", serverUrl), options, log);
    }

    /**
     * @param name of the listener and of its group
     * @param environment with the server's URL, and the login if there is one
     * @param log its stderr is added to this file
     */
    public PipedListener(String name, Path jar, Map<String, String> environment, List<String> options, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(jar.toString()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile()));
        builder.environment().put("SUPERVISOR_PROCESS_NAME", name);
        builder.environment().put("SUPERVISOR_GROUP_NAME", name);
        builder.environment().putAll(environment);
        process = builder.start();
        events = process.getOutputStream();
        answers = process.inputReader();
    }

    /** Waits for READY. */
    public void awaitReady() throws IOException {
        String line = answers.readLine();
        if (!"READY".equals(line) && !"OKREADY".equals(line)) {
            throw new IOException("instead of READY came: " + line);
        }
    }

    /** Sends a tick and waits until it is acknowledged. */
    public void tick() throws IOException {
        tick(SOME_TIME);
    }

    /** The same, with a tick of that time, whatever time it is. */
    public void tick(Instant when) throws IOException {
        String result = send(serial++, "TICK_5", "when:" + when.getEpochSecond());
        if (!"RESULT 2".equals(result)) {
            throw new IOException("instead of RESULT came: " + result);
        }
        awaitReady();
    }

    /** Waits for READY; false if the listener has ended. */
    public boolean isReady() {
        try {
            awaitReady();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends an event; false if it was not acknowledged, because the listener has ended. */
    public boolean accepts(int number, String eventName, String payload) {
        try {
            return "RESULT 2".equals(send(number, eventName, payload)) && isReady();
        } catch (IOException e) {
            return false;
        }
    }

    private String send(int number, String eventName, String payload) throws IOException {
        String header = "ver:3.0 server:s serial:" + number + " pool:listener poolserial:" + number + " eventname:"
                + eventName + " len:" + payload.codePointCount(0, payload.length()) + "\n";
        events.write((header + payload).getBytes(StandardCharsets.UTF_8));
        events.flush();
        return answers.readLine();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Its proportional set size, in kilobytes. */
    public long pss() throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/smaps_rollup"))
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Kills it, with SIGKILL, and waits until it is dead. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Kills it, with SIGKILL, without waiting for its death. */
    public void killSoon() {
        process.destroyForcibly();
    }

    /** Waits until it has ended: only then it has let go of its state directory. */
    public void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** As supervisord stops it; waits for the end. */
    public void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
