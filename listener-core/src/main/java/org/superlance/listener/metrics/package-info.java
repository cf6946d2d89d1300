/** What a listener tells machines about itself: counters and gauges, in a file for Prometheus. */
@NullMarked
package org.superlance.listener.metrics;

import org.jspecify.annotations.NullMarked;
