package org.superlance.procmon.rpc;

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
import java.time.Duration;
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
import org.superlance.procmon.rpc.HttpServerRequest.BadRequestException;

/** The connections that are open, a thread for each. There is a limit to their number. */
final class HttpServerConnections implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServerConnections.class);
    private static final int MAX = 200;

    /** Listeners keep theirs open from tick to tick. */
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

    /** Takes what connects there, until it is closed. */
    void accept(ServerSocketChannel listening, BasicAuthenticator authenticator) {
        open.add(listening);
        Threads.start("acceptor", () -> acceptAll(listening, authenticator));
    }

    private void acceptAll(ServerSocketChannel listening, BasicAuthenticator authenticator) {
        while (listening.isOpen()) {
            try {
                serve(listening.accept(), authenticator);
            } catch (IOException e) {
                LOG.debug("No connection came of it: {}", e.toString());
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
            LOG.warn("A connection is refused, because there are {} already", MAX);
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
            LOG.debug("A connection did not close cleanly: {}", e.toString());
        }
    }

    /** Answers the requests that come by one connection, one after the other. */
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
                LOG.debug("A connection ended: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Waits until a request begins; false if none will. */
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
}
