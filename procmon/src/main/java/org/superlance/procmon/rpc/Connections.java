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
import org.superlance.listener.http.TimeoutScheduler;

/** The connections that are open, a thread for each. There is a limit to their number. */
final class Connections implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final int MOST = 200;

    private final Site site;
    private final TimeoutScheduler timeoutScheduler = new TimeoutScheduler();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, MOST, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> thread(task, "connection"));

    Connections(Site site) {
        this.site = site;
    }

    /** Takes what connects there, until it is closed. */
    void accept(ServerSocketChannel listening, Gate gate) {
        open.add(listening);
        thread(() -> acceptAll(listening, gate), "acceptor").start();
    }

    private void acceptAll(ServerSocketChannel listening, Gate gate) {
        while (listening.isOpen()) {
            try {
                take(listening.accept(), gate);
            } catch (IOException e) {
                LOG.debug("No connection came of it: {}", e.toString());
            }
        }
    }

    private void take(SocketChannel channel, Gate gate) {
        open.add(channel);
        try {
            threads.execute(() -> {
                new Connection(channel, gate, site, timeoutScheduler, end).run();
                open.remove(channel);
            });
        } catch (RejectedExecutionException e) {
            LOG.warn("A connection is refused, because there are {} already", MOST);
            close(channel);
            open.remove(channel);
        }
    }

    @Override
    public void close() {
        end.countDown();
        open.forEach(Connections::close);
        threads.shutdownNow();
        timeoutScheduler.close();
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A connection did not close cleanly: {}", e.toString());
        }
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
