package org.superlance.listener.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.RetryRequest;
import org.superlance.listener.util.RepeatedTask;

/** Looks every two seconds whether an operator has asked the listener to try now what waits, and does so. */
final class RequestPoll implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RequestPoll.class);
    private static final int INTERVAL_SECONDS = 2;

    private final ListenerContext context;
    private final RunningListener listener;

    private RequestPoll(ListenerContext context, RunningListener listener) {
        this.context = context;
        this.listener = listener;
    }

    /** Looks on the workers of the listener, until they end; not without a state directory. */
    static void schedule(ListenerContext context, RunningListener listener) {
        if (context.state().stateDirectory().isPresent()) {
            Future<?> unused = context.workers()
                    .scheduleWithFixedDelay(
                            new RepeatedTask("trying what waits", new RequestPoll(context, listener)),
                            INTERVAL_SECONDS,
                            INTERVAL_SECONDS,
                            TimeUnit.SECONDS);
        }
    }

    @Override
    public void run() {
        Optional<Path> directory = context.directory();
        if (directory.isEmpty()) {
            return;
        }
        try {
            RetryRequest.take(directory.get()).ifPresent(this::retry);
        } catch (IOException e) {
            LOG.warn("request of an operator cannot be read: {}", AtomicFile.reason(e));
        }
    }

    private void retry(Set<String> ids) {
        LOG.info(
                "asked to try now what waits: {}",
                ids.isEmpty() ? "all of it" : ids.size() + (ids.size() == 1 ? " alert" : " alerts"));
        context.queue().retry(ids);
        listener.resumeRestarts();
    }
}
