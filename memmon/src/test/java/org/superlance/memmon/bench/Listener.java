package org.superlance.memmon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A packaged listener on the other end of two pipes, as supervisord has it. */
public final class Listener implements AutoCloseable {

    private final Process process;
    private final OutputStream events;
    private final BufferedReader answers;
    private int serial;

    /** One whose log nobody reads. */
    public Listener(Path jar, String serverUrl, List<String> options) throws IOException {
        this(jar, serverUrl, options, Path.of("/dev/null"));
    }

    public Listener(Path jar, String serverUrl, List<String> options, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(jar.toString()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("SUPERVISOR_SERVER_URL", serverUrl);
        builder.environment().put("SUPERVISOR_PROCESS_NAME", "memmon");
        builder.environment().put("SUPERVISOR_GROUP_NAME", "memmon");
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
        String event = "ver:3.0 server:s serial:" + serial + " pool:memmon poolserial:" + serial
                + " eventname:TICK_5 len:15\nwhen:1763693600";
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

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
