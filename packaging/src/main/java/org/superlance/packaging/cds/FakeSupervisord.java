package org.superlance.packaging.cds;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.superlance.listener.util.Threads;

/** Answers the calls of a listener as a supervisord with one program does: this JVM, restarted at will. */
final class FakeSupervisord {

    private static final String PROCESS = """
            <struct><member><name>name</name><value><string>w0</string></value></member>\
            <member><name>group</name><value><string>web</string></value></member>\
            <member><name>start</name><value><int>1763690000</int></value></member>\
            <member><name>stop</name><value><int>0</int></value></member>\
            <member><name>now</name><value><int>1763693600</int></value></member>\
            <member><name>state</name><value><int>%d</int></value></member>\
            <member><name>statename</name><value><string>RUNNING</string></value></member>\
            <member><name>spawnerr</name><value><string></string></value></member>\
            <member><name>exitstatus</name><value><int>0</int></value></member>\
            <member><name>pid</name><value><int>%d</int></value></member></struct>""";

    private static final String LOG = """
            2026-11-21 10:00:00,001 INFO supervisord started with pid 1
            2026-11-21 10:00:01,002 INFO spawned: 'w0' with pid %d
            2026-11-21 10:00:02,003 INFO success: w0 entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)
            2026-11-21 10:00:03,004 WARN exited: w0 (exit status 1; not expected)
            2026-11-21 10:00:04,005 INFO gave up: w0 entered FATAL state, too many start retries too quickly
            """.replace(">", "&gt;");
    private static final String STATE = """
            <struct><member><name>statecode</name><value><int>1</int></value></member>\
            <member><name>statename</name><value><string>RUNNING</string></value></member></struct>""";

    private volatile boolean running = true;
    private final ServerSocketChannel server;

    FakeSupervisord(ServerSocketChannel server) {
        this.server = server;
    }

    /** Answers until the server is closed. */
    void serve() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                Threads.start("connection", () -> answer(client));
            } catch (IOException e) {
                // closed: the rehearsal is over
            }
        }
    }

    private void answer(SocketChannel client) {
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        try (client) {
            while (client.read(buffer) >= 0) {
                String request = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
                if (request.endsWith("</methodCall>")) {
                    client.write(ByteBuffer.wrap(response(request)));
                    buffer.clear();
                }
            }
        } catch (IOException e) {
            // a listener hangs up as it likes
        }
    }

    private byte[] response(String request) {
        byte[] body = ("<?xml version='1.0'?>\n<methodResponse><params><param><value>" + value(request)
                        + "</value></param></params></methodResponse>")
                .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        response.writeBytes(("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        response.writeBytes(body);
        return response.toByteArray();
    }

    private String value(String request) {
        if (request.contains("getAllProcessInfo")) {
            return "<array><data><value>" + process() + "</value></data></array>";
        }
        if (request.contains("getProcessInfo")) {
            return process();
        }
        if (request.contains("readLog")) {
            return "<string>" + LOG.formatted(ProcessHandle.current().pid()) + "</string>";
        }
        if (request.contains("getPID")) {
            return "<int>1</int>";
        }
        if (request.contains("Version") || request.contains("getIdentification")) {
            return "<string>4.2.5</string>";
        }
        if (request.contains("getState")) {
            return STATE;
        }
        running = !request.contains("stopProcess");
        return "<boolean>1</boolean>";
    }

    private String process() {
        return running ? PROCESS.formatted(20, ProcessHandle.current().pid()) : PROCESS.formatted(0, 0);
    }
}
