package org.superlance.listener.notify;

import java.util.Set;
import java.util.function.Predicate;

/**
 * The queue of one receiver.
 *
 * @param name of the receiver
 */
public record NamedQueue(String name, NotificationQueue queue) implements ForwardingQueue {

    @Override
    public void accept(Alert alert, Predicate<String> to) {
        if (to.test(name)) {
            queue.accept(alert);
        }
    }

    @Override
    public Set<String> receivers() {
        return Set.of(name);
    }
}
