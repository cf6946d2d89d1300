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
import org.superlance.listener.http.TimeoutScheduler;

/** Answers the requests that come by one connection, one after the other. */
final class Connection implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** Listeners keep theirs open from tick to tick. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(2);

    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);
    private static final Duration LONGEST_WRITING = Duration.ofMinutes(1);

    private final SocketChannel channel;
    private final Gate gate;
    private final Site site;
    private final TimeoutScheduler timeoutScheduler;
    private final CountDownLatch serverEnd;

    Connection(
            SocketChannel channel, Gate gate, Site site, TimeoutScheduler timeoutScheduler, CountDownLatch serverEnd) {
        this.channel = channel;
        this.gate = gate;
        this.site = site;
        this.timeoutScheduler = timeoutScheduler;
        this.serverEnd = serverEnd;
    }

    @Override
    public void run() {
        try (channel) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
            OutputStream out = Channels.newOutputStream(channel);
            boolean more = true;
            while (more && isSpoken(in)) {
                more = serve(in, out);
            }
        } catch (IOException | RejectedExecutionException e) {
            LOG.debug("A connection ended: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until a request begins; false if none will. */
    private boolean isSpoken(InputStream in) throws IOException {
        CallTimeout pause = timeoutScheduler.start(LONGEST_PAUSE);
        pause.register(channel);
        in.mark(1);
        boolean spoken = in.read() >= 0;
        in.reset();
        return pause.finish() && spoken;
    }

    private boolean serve(InputStream in, OutputStream out) throws IOException, InterruptedException {
        CallTimeout reading = timeoutScheduler.start(LONGEST_REQUEST);
        reading.register(channel);
        try {
            Request request = new RequestReader(in).read();
            reading.finish();
            return answer(request, out);
        } catch (BadRequest e) {
            reading.finish();
            write(e.response(), out, true);
            return false;
        }
    }

    private boolean answer(Request request, OutputStream out) throws IOException, InterruptedException, BadRequest {
        if (!gate.admits(request)) {
            write(Response.error(401, "Unauthorized"), out, !request.staysOpen());
            return request.staysOpen();
        }
        Optional<Path> log = site.followed(request);
        if (log.isPresent()) {
            new LogTail(log.get(), out, serverEnd).follow();
            return false;
        }
        write(site.answer(request), out, !request.staysOpen());
        return request.staysOpen();
    }

    private void write(Response response, OutputStream out, boolean last) throws IOException {
        CallTimeout writing = timeoutScheduler.start(LONGEST_WRITING);
        writing.register(channel);
        try {
            response.writeTo(out, last);
        } finally {
            writing.finish();
        }
    }
}
