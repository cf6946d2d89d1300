/** Telling somebody: alerts, the outbox that keeps them until they are accepted, and the couriers that carry them. */
@NullMarked
package org.superlance.listener.alert;

import org.jspecify.annotations.NullMarked;
