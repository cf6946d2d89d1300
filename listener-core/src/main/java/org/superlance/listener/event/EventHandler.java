package org.superlance.listener.event;

/** What a listener does with events. */
public interface EventHandler extends MessageHandler {

    /** Handles one event, on the same terms as {@link #handle(EventMessage)}. */
    void handle(Event event);

    @Override
    default void handle(EventMessage message) {
        handle(message.event());
    }
}
