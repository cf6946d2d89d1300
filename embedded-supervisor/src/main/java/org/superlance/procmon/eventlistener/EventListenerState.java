package org.superlance.procmon.eventlistener;

/** What a listener does. */
enum EventListenerState {
    /** It has yet to say that it is ready. */
    ACKNOWLEDGED,
    /** It waits for an event. */
    READY,
    /** It has an event, and has yet to say what came of it. */
    BUSY,
    /** It has said what is not in the protocol, and gets nothing more until it is started again. */
    UNKNOWN
}
