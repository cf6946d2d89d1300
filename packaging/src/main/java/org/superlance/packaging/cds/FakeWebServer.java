package org.superlance.packaging.cds;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers every request with OK. */
final class FakeWebServer {

    private static final byte[] RESPONSE = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nOK"
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;

    FakeWebServer(ServerSocket server) {
        this.server = server;
    }

    /** Answers until the server is closed. */
    void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                serveClient(client);
            } catch (IOException e) {
                // httpok hangs up as it likes
            }
        }
    }

    private static void serveClient(Socket client) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                client.getOutputStream().write(RESPONSE);
            }
        }
    }
}
