/** Alerts, the queues that keep them until they are accepted, and the notifiers that deliver them. */
@NullMarked
package org.superlance.listener.notify;

import org.jspecify.annotations.NullMarked;
