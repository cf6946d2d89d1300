package org.superlance.listener.notify;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/** A notification queue that has another one do its work, but for what it does itself. */
interface ForwardingQueue extends NotificationQueue {

    /** The other one. */
    NotificationQueue queue();

    @Override
    default void accept(Alert alert) {
        queue().accept(alert);
    }

    @Override
    default void accept(Alert alert, Predicate<String> to) {
        queue().accept(alert, to);
    }

    @Override
    default Set<String> receivers() {
        return queue().receivers();
    }

    @Override
    default int pending() {
        return queue().pending();
    }

    @Override
    default boolean drain(Duration limit) throws InterruptedException {
        return queue().drain(limit);
    }

    @Override
    default void retry(Set<String> ids) {
        queue().retry(ids);
    }

    @Override
    default void close() {
        queue().close();
    }
}
