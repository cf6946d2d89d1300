package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.http.CallTimeout;
import org.superlance.listener.util.LogOnce;
import org.superlance.listener.util.Threads;
import org.superlance.listener.util.VmErrors;
import org.superlance.procmon.config.HttpServerConfig.Login;
import org.superlance.procmon.rpc.HttpServerRequest.BadRequestException;
import org.superlance.procmon.rpc.MemoryBudget.ExhaustedException;

/**
 * The open HTTP connections, one thread each, at most 200 for each address that the server listens at. Where there are more,
 * a new one takes the place of the one that has waited longest: first of those that have not sent a whole request yet, then of
 * those between two requests.
 */
final class HttpServerConnections implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServerConnections.class);

    /** What follows logs may not take all connections. */
    private static final double SHARE_OF_TAILS = 0.5;

    /** What a body takes while it is parsed, as a multiple of its length. */
    private static final int PARSED_BODY = 6;

    private static final Duration MAX_DISCARD = Duration.ofSeconds(5);

    private final RequestHandler router;
    private final MemoryBudget memory;
    private final Limits limits;
    private final CallTimeout.Scheduler timeouts = new CallTimeout.Scheduler();
    private final LogOnce exhausted = new LogOnce();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Collection<HttpListener> listeners = new CopyOnWriteArrayList<>();

    HttpServerConnections(RequestHandler router, MemoryBudget memory, Limits limits) {
        this.router = router;
        this.memory = memory;
        this.limits = limits;
    }

    /** Answers requests whose login was right, on the threads of their connections. */
    interface RequestHandler {

        /** The log that the request follows; empty for other requests. */
        Optional<Path> followed(HttpServerRequest request) throws BadRequestException, InterruptedException;

        HttpServerResponse answer(HttpServerRequest request) throws InterruptedException;
    }

    /**
     * @param connections at most, for each address
     * @param request from the connect, or the first byte of a further request, to the end of the request
     * @param idle between two requests: event listeners keep their connection open between ticks
     * @param write for an answer
     */
    record Limits(int connections, Duration request, Duration idle, Duration write) {

        static final Limits DEFAULT =
                new Limits(200, Duration.ofSeconds(30), Duration.ofHours(2), Duration.ofMinutes(1));
    }

    /** Serves the connections of that channel until it is closed. */
    void accept(ServerSocketChannel listening, BasicAuthenticator authenticator) {
        HttpListener listener = new HttpListener(listening, authenticator);
        listeners.add(listener);
        Threads.start("acceptor", listener::acceptAll);
    }

    @Override
    public void close() {
        end.countDown();
        listeners.forEach(HttpListener::close);
        timeouts.close();
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("cannot close connection: {}", e.toString());
        }
    }

    /** One address that the server listens at, with the connections that came from there. */
    private final class HttpListener implements Closeable {

        private static final long PAUSE_MILLIS = 100;

        private final ServerSocketChannel listening;
        private final BasicAuthenticator authenticator;
        private final Set<HttpServerConnection> open = new LinkedHashSet<>();
        private final Semaphore tails = new Semaphore((int) (limits.connections() * SHARE_OF_TAILS));
        private final LogOnce refusing = new LogOnce();
        private final LogOnce failing = new LogOnce();

        /** Has room for the threads of connections that have just been closed in favour of others. */
        private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
                0,
                2 * limits.connections(),
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Threads.factory("connection"));

        HttpListener(ServerSocketChannel listening, BasicAuthenticator authenticator) {
            this.listening = listening;
            this.authenticator = authenticator;
        }

        /** Goes on whatever happens: a server that cannot be reached any more cannot be told to stop. */
        void acceptAll() {
            while (listening.isOpen()) {
                try {
                    serve(listening.accept());
                    failing.clear();
                } catch (IOException | RuntimeException | VirtualMachineError e) {
                    onFailure(e);
                }
            }
        }

        /** Such as without a free file descriptor: that of a connection that only waits is of more use to a new one. */
        private void onFailure(Throwable failure) {
            try {
                if (listening.isOpen()) {
                    if (failing.raise()) {
                        LOG.error("cannot accept connection: {}", reason(failure));
                    }
                    makeRoom();
                    end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (VirtualMachineError e) {
                // there is no memory even to say so, and there may be some the next time
            }
        }

        private void serve(SocketChannel channel) {
            HttpServerConnection connection = new HttpServerConnection(channel, this);
            try {
                if (!add(connection)) {
                    if (refusing.raise()) {
                        LOG.warn("connection refused: {} connections are busy", limits.connections());
                    }
                    HttpServerConnections.close(channel);
                    return;
                }
                refusing.clear();
                threads.execute(connection);
            } catch (RejectedExecutionException | VirtualMachineError e) {
                remove(connection);
                HttpServerConnections.close(channel);
                LOG.error("connection refused: {}", reason(e));
            }
        }

        private static String reason(Throwable failure) {
            return failure instanceof VirtualMachineError ? VmErrors.sentence(failure) : failure.toString();
        }

        private synchronized boolean add(HttpServerConnection connection) {
            if (open.size() >= limits.connections() && !makeRoom()) {
                return false;
            }
            return open.add(connection);
        }

        private synchronized boolean makeRoom() {
            for (Phase phase : List.of(Phase.READING, Phase.IDLE)) {
                Optional<HttpServerConnection> oldest = open.stream()
                        .filter(connection -> connection.phase == phase)
                        .min(Comparator.comparingLong(connection -> connection.since));
                if (oldest.isPresent() && oldest.get().dismiss()) {
                    open.remove(oldest.get());
                    return true;
                }
            }
            return false;
        }

        synchronized void remove(HttpServerConnection connection) {
            open.remove(connection);
        }

        @Override
        public synchronized void close() {
            HttpServerConnections.close(listening);
            open.forEach(connection -> HttpServerConnections.close(connection.channel));
            threads.shutdownNow();
        }
    }

    private enum Phase {
        /** It has not sent a whole request, or is sending a further one. */
        READING,
        /** Its last request was answered, and no other has begun. */
        IDLE,
        /** A request is answered. */
        ANSWERING
    }

    /** Answers the requests of one connection, one after the other. */
    private final class HttpServerConnection implements Runnable {

        private final SocketChannel channel;
        private final HttpListener listener;
        private volatile Phase phase = Phase.READING;
        private volatile long since = System.nanoTime();
        private boolean dismissed;

        HttpServerConnection(SocketChannel channel, HttpListener listener) {
            this.channel = channel;
            this.listener = listener;
        }

        @Override
        public void run() {
            try (channel) {
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
                OutputStream out = Channels.newOutputStream(channel);
                CallTimeout reading = start(limits.request());
                while (serve(in, out, reading) && hasInput(in)) {
                    reading = start(limits.request());
                }
            } catch (IOException | RejectedExecutionException e) {
                LOG.debug("connection ended: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("connection ended: internal error", e);
            } catch (VirtualMachineError e) {
                // the thread ends, and with it what it has taken; to say so may take more than is left
            } finally {
                memory.release();
                listener.remove(this);
            }
        }

        private CallTimeout start(Duration limit) {
            CallTimeout timeout = timeouts.start(limit);
            timeout.register(channel);
            return timeout;
        }

        /** False if it was closed in favour of another connection. */
        private synchronized boolean enter(Phase next) {
            if (phase != next) {
                phase = next;
                since = System.nanoTime();
            }
            return !dismissed;
        }

        /** Closes it, unless a request is being answered. */
        synchronized boolean dismiss() {
            if (phase == Phase.ANSWERING) {
                return false;
            }
            dismissed = true;
            close(channel);
            return true;
        }

        /** Waits for the next request; false if there is none. */
        private boolean hasInput(InputStream in) throws IOException {
            CallTimeout pause = start(limits.idle());
            in.mark(1);
            boolean spoken = in.read() >= 0;
            in.reset();
            return pause.finish() && spoken && enter(Phase.READING);
        }

        /** The login is judged by the head: nobody else makes the server keep a body. */
        private boolean serve(InputStream in, OutputStream out, CallTimeout reading)
                throws IOException, InterruptedException {
            try {
                HttpServerRequest head = HttpServerRequest.readHead(in);
                if (!listener.authenticator.isAuthorized(head)) {
                    throw new BadRequestException(401, "Unauthorized");
                }
                HttpServerRequest request = readBody(head, in, out);
                exhausted.clear();
                return reading.finish() && enter(Phase.ANSWERING) && answer(request, out) && enter(Phase.IDLE);
            } catch (BadRequestException e) {
                reading.finish();
                write(e.response(), out, true);
                discard(in);
                return false;
            } catch (ExhaustedException e) {
                reading.finish();
                if (exhausted.raise()) {
                    LOG.warn("request refused: {}", e.getMessage());
                }
                write(HttpServerResponse.error(503, "Service Unavailable"), out, true);
                discard(in);
                return false;
            } finally {
                memory.release();
            }
        }

        private HttpServerRequest readBody(HttpServerRequest head, InputStream in, OutputStream out)
                throws IOException, InterruptedException, ExhaustedException {
            memory.reserve((long) PARSED_BODY * head.length());
            if (head.awaitsContinue()) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
            }
            return head.withBody(in);
        }

        private boolean answer(HttpServerRequest request, OutputStream out)
                throws IOException, InterruptedException, BadRequestException {
            Optional<Path> log = router.followed(request);
            if (log.isPresent()) {
                follow(log.get());
                return false;
            }
            HttpServerResponse answer = router.answer(request);
            HttpServerResponse response = request.is("HEAD") ? answer.headOnly() : answer;
            memory.shrinkTo(response.length());
            write(response, out, !request.staysOpen());
            return request.staysOpen();
        }

        private void follow(Path log) throws IOException, BadRequestException {
            if (!listener.tails.tryAcquire()) {
                throw new BadRequestException(503, "Service Unavailable");
            }
            try {
                new ChunkedLogTail(log, channel).follow();
            } finally {
                listener.tails.release();
            }
        }

        private void write(HttpServerResponse response, OutputStream out, boolean last) throws IOException {
            CallTimeout writing = start(limits.write());
            try {
                response.writeTo(out, last);
            } finally {
                writing.finish();
            }
        }

        /**
         * Reads what the client still sends, before the connection is closed: the system would otherwise take the answer
         * back.
         */
        private void discard(InputStream in) throws IOException {
            channel.shutdownOutput();
            CallTimeout discarding = start(MAX_DISCARD);
            enter(Phase.READING);
            byte[] buffer = new byte[1_024];
            long left = HttpServerRequest.MAX_BODY_SIZE;
            for (int read = 0; read >= 0 && left > 0; left -= read) {
                read = in.read(buffer);
            }
            discarding.finish();
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
}
