package org.superlance.listener.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import org.superlance.listener.event.EventSubscription;

/** An event listener of a {@link GoSupervisord}, started again whenever it ends; it gets the event then once more. */
final class GoListener {

    private final GoSupervisord server;
    private final String name;
    private final EventSubscription events;
    private final List<String> command;
    private final Map<String, String> environment;
    private final BlockingDeque<byte[]> waiting = new LinkedBlockingDeque<>();
    private long poolSerial;
    private volatile long pid;

    GoListener(
            GoSupervisord server,
            String name,
            EventSubscription events,
            List<String> command,
            Map<String, String> environment) {
        this.server = server;
        this.name = name;
        this.events = events;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
    }

    String name() {
        return name;
    }

    long pid() {
        return pid;
    }

    void offer(long serial, String eventName, String payload) {
        if (events.covers(eventName)) {
            poolSerial++;
            byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
            String header = "ver:3.0 server:supervisor serial:" + serial + " pool:" + name + " poolserial:" + poolSerial
                    + " eventname:" + eventName + " len:" + bytes.length + "\n";
            waiting.add((header + payload).getBytes(StandardCharsets.UTF_8));
        }
    }

    void start() {
        Thread thread = new Thread(this::serve, "listener " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!server.isEnding()) {
            try {
                Process process = server.spawn(command, environment, true, name);
                pid = process.pid();
                serve(process);
                process.waitFor();
            } catch (IOException e) {
                // it is started again
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void serve(Process process) throws InterruptedException {
        try (BufferedReader answers =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
                OutputStream out = process.getOutputStream()) {
            String line = answers.readLine();
            while ("READY".equals(line)) {
                byte[] event = waiting.take();
                try {
                    out.write(event);
                    out.flush();
                    line = answers.readLine();
                    if (!"RESULT 2".equals(line)) {
                        throw new IOException("instead of a result came " + line);
                    }
                    if (answers.read() != 'O' || answers.read() != 'K') {
                        throw new IOException("the result is not OK");
                    }
                } catch (IOException e) {
                    waiting.addFirst(event);
                    throw e;
                }
                line = answers.readLine();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }
}
