package org.superlance.procmon.rpc;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
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

/** The connections that are open, a thread for each. There is a limit to their number. */
final class HttpServerConnections implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServerConnections.class);
    private static final int MAX = 200;

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
                new HttpServerConnection(channel, authenticator, router, timeouts, end).run();
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
}
