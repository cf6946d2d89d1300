package org.superlance.listener.event;

/** What a listener does with events. */
public interface EventListener extends RawEventListener {

    /** Handles one event, on the same terms as {@link #onRawEvent(RawEvent)}. */
    void onEvent(Event event);

    @Override
    default void onRawEvent(RawEvent message) {
        onEvent(message.event());
    }
}
