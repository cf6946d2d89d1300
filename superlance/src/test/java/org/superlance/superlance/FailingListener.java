package org.superlance.superlance;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.superlance.listener.event.Event;

/** Ends its listener over an event with this payload, so many times. */
final class FailingListener implements Consumer<Event> {

    private final String payload;
    private final AtomicInteger left;

    FailingListener(String payload, int times) {
        this.payload = payload;
        this.left = new AtomicInteger(times);
    }

    @Override
    public void accept(Event event) {
        if (event.payload().equals(payload) && left.getAndDecrement() > 0) {
            throw new StackOverflowError("on purpose");
        }
    }
}
