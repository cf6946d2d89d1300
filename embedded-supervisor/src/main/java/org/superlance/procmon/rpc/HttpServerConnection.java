package org.superlance.procmon.rpc;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.http.CallTimeout;

/** Answers the requests that come by one connection, one after the other. */
final class HttpServerConnection implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServerConnection.class);

    /** Listeners keep theirs open from tick to tick. */
    private static final Duration IDLE_TIMEOUT = Duration.ofHours(2);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration WRITE_TIMEOUT = Duration.ofMinutes(1);

    private final SocketChannel channel;
    private final BasicAuthenticator authenticator;
    private final HttpRouter router;
    private final CallTimeout.Scheduler timeouts;
    private final CountDownLatch serverEnd;

    HttpServerConnection(
            SocketChannel channel,
            BasicAuthenticator authenticator,
            HttpRouter router,
            CallTimeout.Scheduler timeouts,
            CountDownLatch serverEnd) {
        this.channel = channel;
        this.authenticator = authenticator;
        this.router = router;
        this.timeouts = timeouts;
        this.serverEnd = serverEnd;
    }

    @Override
    public void run() {
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
            new ChunkedLogTail(log.get(), out, serverEnd).follow();
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
