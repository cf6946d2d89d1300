package org.superlance.packaging.rehearsal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/** Accepts every mail and forgets it. */
final class StandInMailServer {

    private final ServerSocket server;
    private final Semaphore accepted;

    /** @param accepted gets a permit for each mail */
    StandInMailServer(ServerSocket server, Semaphore accepted) {
        this.server = server;
        this.accepted = accepted;
    }

    /** Takes mail until the server is closed. */
    void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                take(client);
            } catch (IOException e) {
                // a listener that ends hangs up as it likes
            }
        }
    }

    private void take(Socket client) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        say(client, "220 rehearsal");
        boolean content = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (content && !line.equals(".")) {
                continue;
            }
            if (content) {
                accepted.release();
            }
            content = line.equals("DATA");
            say(client, content ? "354 go on" : line.equals("QUIT") ? "221 bye" : "250 OK");
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
