/** Counters and gauges of a listener, exported to a file for Prometheus. */
@NullMarked
package org.superlance.listener.metrics;

import org.jspecify.annotations.NullMarked;
