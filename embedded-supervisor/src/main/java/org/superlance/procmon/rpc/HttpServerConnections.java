package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.http.CallTimeout;
import org.superlance.listener.util.Threads;
import org.superlance.listener.util.VmErrors;
import org.superlance.procmon.config.HttpServerConfig.Login;
import org.superlance.procmon.rpc.HttpServerRequest.BadRequestException;

/** The open HTTP connections, one thread each, at most 200. */
final class HttpServerConnections implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServerConnections.class);
    private static final int MAX = 200;

    /** Listeners keep their connection open between ticks. */
    private static final Duration IDLE_TIMEOUT = Duration.ofHours(2);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration WRITE_TIMEOUT = Duration.ofMinutes(1);

    private final HttpRouter router;
    private final CallTimeout.Scheduler timeouts = new CallTimeout.Scheduler();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, MAX, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), Threads.factory("connection"));

    HttpServerConnections(HttpRouter router) {
        this.router = router;
    }

    /** Serves the connections of that channel until it is closed. */
    void accept(ServerSocketChannel listening, BasicAuthenticator authenticator) {
        open.add(listening);
        Threads.start("acceptor", () -> acceptAll(listening, authenticator));
    }

    private void acceptAll(ServerSocketChannel listening, BasicAuthenticator authenticator) {
        while (listening.isOpen()) {
            try {
                serve(listening.accept(), authenticator);
            } catch (IOException e) {
                LOG.debug("cannot accept connection: {}", e.toString());
            }
        }
    }

    private void serve(SocketChannel channel, BasicAuthenticator authenticator) {
        open.add(channel);
        try {
            threads.execute(() -> {
                new HttpServerConnection(channel, authenticator).run();
                open.remove(channel);
            });
        } catch (RejectedExecutionException e) {
            LOG.warn("connection refused: {} connections are open", MAX);
            close(channel);
            open.remove(channel);
        } catch (OutOfMemoryError e) {
            LOG.error("connection refused: {}", VmErrors.sentence(e));
            close(channel);
            open.remove(channel);
        }
    }

    @Override
    public void close() {
        end.countDown();
        open.forEach(HttpServerConnections::close);
        threads.shutdownNow();
        timeouts.close();
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("cannot close connection: {}", e.toString());
        }
    }

    /** Answers the requests of one connection, one after the other. */
    private final class HttpServerConnection {

        private final SocketChannel channel;
        private final BasicAuthenticator authenticator;

        HttpServerConnection(SocketChannel channel, BasicAuthenticator authenticator) {
            this.channel = channel;
            this.authenticator = authenticator;
        }

        void run() {
            try (channel) {
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
                OutputStream out = Channels.newOutputStream(channel);
                boolean more = true;
                while (more && hasInput(in)) {
                    more = serve(in, out);
                }
            } catch (IOException | RejectedExecutionException e) {
                LOG.debug("connection ended: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Waits for the next request; false if there is none. */
        private boolean hasInput(InputStream in) throws IOException {
            CallTimeout pause = timeouts.start(IDLE_TIMEOUT);
            pause.register(channel);
            in.mark(1);
            boolean spoken = in.read() >= 0;
            in.reset();
            return pause.finish() && spoken;
        }

        private boolean serve(InputStream in, OutputStream out) throws IOException, InterruptedException {
            CallTimeout reading = timeouts.start(REQUEST_TIMEOUT);
            reading.register(channel);
            try {
                HttpServerRequest request = HttpServerRequest.read(in);
                reading.finish();
                return answer(request, out);
            } catch (BadRequestException e) {
                reading.finish();
                write(e.response(), out, true);
                return false;
            }
        }

        private boolean answer(HttpServerRequest request, OutputStream out)
                throws IOException, InterruptedException, BadRequestException {
            if (!authenticator.isAuthorized(request)) {
                write(HttpServerResponse.error(401, "Unauthorized"), out, !request.staysOpen());
                return request.staysOpen();
            }
            Optional<Path> log = router.followed(request);
            if (log.isPresent()) {
                new ChunkedLogTail(log.get(), out, end).follow();
                return false;
            }
            write(router.answer(request), out, !request.staysOpen());
            return request.staysOpen();
        }

        private void write(HttpServerResponse response, OutputStream out, boolean last) throws IOException {
            CallTimeout writing = timeouts.start(WRITE_TIMEOUT);
            writing.register(channel);
            try {
                response.writeTo(out, last);
            } finally {
                writing.finish();
            }
        }
    }

    /** Checks the login of requests, in constant time. */
    record BasicAuthenticator(Optional<Login> login) {

        private static final String HASHED = "{SHA}";

        boolean isAuthorized(HttpServerRequest request) {
            return login.isEmpty()
                    || request.credentials()
                            .filter(given -> isRight(login.get(), given))
                            .isPresent();
        }

        private static boolean isRight(Login login, String given) {
            int colon = given.indexOf(':');
            String user = colon < 0 ? given : given.substring(0, colon);
            String password = colon < 0 ? "" : given.substring(colon + 1);
            boolean hashed = login.password().startsWith(HASHED);
            String wanted =
                    hashed ? login.password().substring(HASHED.length()).toLowerCase(Locale.ROOT) : login.password();
            boolean rightUser = isSame(login.user(), user);
            return isSame(wanted, hashed ? sha1(password) : password) && rightUser;
        }

        private static boolean isSame(String one, String other) {
            return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
        }

        private static String sha1(String password) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-1").digest(password.getBytes(UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JVM has SHA-1", e);
            }
        }
    }

    /** Sends the end of a log and what is appended to it, until the client or the server closes the connection. */
    private static final class ChunkedLogTail {

        private static final int INITIAL_BYTES = 1_024;
        private static final int CHUNK_SIZE = 64 * 1_024;
        private static final long POLL_INTERVAL_MILLIS = 200;

        private final Path log;
        private final OutputStream out;
        private final CountDownLatch serverEnd;
        private long position;

        ChunkedLogTail(Path log, OutputStream out, CountDownLatch serverEnd) {
            this.log = log;
            this.out = out;
            this.serverEnd = serverEnd;
        }

        void follow() throws IOException, InterruptedException {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(US_ASCII));
            position = Math.max(0, size() - INITIAL_BYTES);
            do {
                long size = size();
                if (size < position) {
                    send("==> File truncated <==\n".getBytes(UTF_8));
                    position = 0;
                } else if (size > position) {
                    send(next(size));
                }
            } while (!serverEnd.await(POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
        }

        /** A log that was rotated exists again soon. */
        private long size() throws IOException {
            return Files.exists(log) ? Files.size(log) : position;
        }

        private byte[] next(long size) throws IOException {
            try (RandomAccessFile in = new RandomAccessFile(log.toFile(), "r")) {
                byte[] bytes = new byte[(int) Math.min(CHUNK_SIZE, size - position)];
                in.seek(position);
                int read = Math.max(0, in.read(bytes));
                position += read;
                return Arrays.copyOf(bytes, read);
            }
        }

        private void send(byte[] bytes) throws IOException {
            if (bytes.length > 0) {
                out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(US_ASCII));
                out.write(bytes);
                out.write("\r\n".getBytes(US_ASCII));
                out.flush();
            }
        }
    }
}
