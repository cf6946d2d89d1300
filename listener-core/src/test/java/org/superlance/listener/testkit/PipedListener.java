package org.superlance.listener.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
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
     * @param log a file for its stderr
     */
    public PipedListener(String name, Path jar, Map<String, String> environment, List<String> options, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(jar.toString()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
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
        String payload = "when:" + when.getEpochSecond();
        String event = "ver:3.0 server:s serial:" + serial + " pool:listener poolserial:" + serial
                + " eventname:TICK_5 len:" + payload.length() + "\n" + payload;
        serial++;
        events.write(event.getBytes(StandardCharsets.US_ASCII));
        events.flush();
        String result = answers.readLine();
        if (!"RESULT 2".equals(result)) {
            throw new IOException("instead of RESULT came: " + result);
        }
        awaitReady();
    }

    public boolean isAlive() {
        return process.isAlive();
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

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
