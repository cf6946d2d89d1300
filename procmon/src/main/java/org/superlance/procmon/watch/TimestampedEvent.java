package org.superlance.procmon.watch;

import java.time.Instant;
import org.superlance.listener.event.Event;

/** An event, and when it came. */
record TimestampedEvent(Event event, Instant at) {}
