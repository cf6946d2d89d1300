package org.superlance.packaging.cds;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/** Accepts every mail and forgets it. */
final class FakeMailServer {

    private final ServerSocket server;
    private final Semaphore accepted;

    /** @param accepted gets a permit for each mail */
    FakeMailServer(ServerSocket server, Semaphore accepted) {
        this.server = server;
        this.accepted = accepted;
    }

    /** Takes mail until the server is closed. */
    void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                serveClient(client);
            } catch (IOException e) {
                // a listener that ends hangs up as it likes
            }
        }
    }

    private void serveClient(Socket client) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        reply(client, "220 rehearsal");
        boolean content = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (content && !line.equals(".")) {
                continue;
            }
            if (content) {
                accepted.release();
            }
            content = line.equals("DATA");
            reply(client, content ? "354 go on" : line.equals("QUIT") ? "221 bye" : "250 OK");
        }
    }

    private static void reply(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
