package org.superlance.listener.cli;

import java.util.List;
import org.superlance.listener.alert.Courier;
import org.superlance.listener.alert.DeliveringOutbox;
import org.superlance.listener.alert.Outbox;
import org.superlance.listener.alert.Outboxes;
import org.superlance.listener.unit.Backoff;

/**
 * Somebody to tell.
 *
 * @param spool the name of the directory in which its alerts wait; the same in each life of the listener
 */
record Destination(String spool, Courier courier) {

    /** Where mails wait. */
    static final String MAIL = "outbox";

    /** Every alert goes to each of them, and none waits for another. */
    static Outbox open(List<Destination> destinations, ListenerState state, Surroundings surroundings) {
        state.warnOfLeftOvers(destinations.stream().map(Destination::spool).toList());
        return state.closing(Outboxes.of(destinations.stream()
                .map(destination -> DeliveringOutbox.open(
                        state.spool(destination.spool),
                        destination.courier,
                        Backoff.UNTIL_IT_SUCCEEDS,
                        surroundings.clock()))
                .toList()));
    }
}
