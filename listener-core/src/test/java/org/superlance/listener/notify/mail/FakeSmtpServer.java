package org.superlance.listener.notify.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server for faults: answers each command as the test says, otherwise as a friendly server would. */
final class FakeSmtpServer implements AutoCloseable {

    /** Instead of an answer: says nothing more, and leaves the connection open. */
    static final String SILENCE = "";

    /** Instead of an answer: closes the connection. */
    static final String CLOSE = "close";

    private final ServerSocket listening;
    private final @Nullable SSLContext tls;
    private final boolean isImplicit;
    private volatile CountDownLatch end = new CountDownLatch(0);
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    FakeSmtpServer(@Nullable SSLContext tls) throws IOException {
        this(tls, false);
    }

    private FakeSmtpServer(@Nullable SSLContext tls, boolean isImplicit) throws IOException {
        this.tls = tls;
        this.isImplicit = isImplicit;
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "fake mail server");
        thread.setDaemon(true);
        thread.start();
    }

    /** One that speaks TLS from the first byte. */
    static FakeSmtpServer implicit(SSLContext tls) throws IOException {
        return new FakeSmtpServer(tls, true);
    }

    /** Answers the end of a mail when the gate is open. */
    FakeSmtpServer holdEndUntil(CountDownLatch gate) {
        end = gate;
        return this;
    }

    /** Answers commands that start so, in any case; {@code greeting} and {@code .} count as commands. */
    FakeSmtpServer answer(String command, String answer) {
        answers.put(command.toLowerCase(Locale.ROOT), answer);
        return this;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** All commands of all connections, without the mails. */
    List<String> commands() {
        return commands;
    }

    private void serve() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                connections.add(socket);
                talk(socket);
            } catch (IOException e) {
                commands.add("! " + e);
            }
        }
    }

    private void talk(Socket plain) throws IOException {
        Socket socket = isImplicit && tls != null ? protect(plain, tls) : plain;
        BufferedReader in = reader(socket);
        boolean goesOn = say(socket, "greeting", "220 fake");
        for (String line = in.readLine(); line != null && goesOn; line = in.readLine()) {
            commands.add(line);
            goesOn = say(socket, line, friendly(line));
            if (line.equals("STARTTLS") && tls != null) {
                socket = protect(plain, tls);
                in = reader(socket);
            } else if (line.equals("DATA") && goesOn && !answers.containsKey("data")) {
                skipMail(in);
                commands.add(".");
                awaitGate();
                goesOn = say(socket, ".", "250 taken");
            }
        }
    }

    private void awaitGate() throws IOException {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IOException("the test is over", e);
        }
    }

    private boolean say(Socket socket, String command, String friendly) throws IOException {
        String answer = answers.entrySet().stream()
                .filter(entry -> command.toLowerCase(Locale.ROOT).startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(friendly);
        if (answer.equals(CLOSE)) {
            socket.close();
            return false;
        }
        OutputStream out = socket.getOutputStream();
        out.write(answer.equals(SILENCE) ? new byte[0] : (answer + "\r\n").getBytes(ISO_8859_1));
        out.flush();
        return !answer.equals(SILENCE);
    }

    private String friendly(String line) {
        if (line.startsWith("EHLO")) {
            return tls == null ? "250 fake" : "250-fake\r\n250 STARTTLS";
        }
        return line.equals("DATA") ? "354 go on" : line.equals("STARTTLS") ? "220 go on" : "250 ok";
    }

    private static void skipMail(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.equals(".")) {
            line = in.readLine();
        }
    }

    private static Socket protect(Socket plain, SSLContext tls) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        socket.setUseClientMode(false);
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
