/** Telling somebody: alerts, the notification queue that keeps them until they are accepted, and the notifiers that carry them. */
@NullMarked
package org.superlance.listener.notify;

import org.jspecify.annotations.NullMarked;
