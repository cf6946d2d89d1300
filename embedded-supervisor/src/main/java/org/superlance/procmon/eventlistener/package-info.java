/** Event listener pools: subscriptions, buffers, and one event at a time for each listener. */
@NullMarked
package org.superlance.procmon.eventlistener;

import org.jspecify.annotations.NullMarked;
