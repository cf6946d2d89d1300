/** The event protocol of supervisord: events, acknowledgements, and the detection of lost events. */
@NullMarked
package org.superlance.listener.event;

import org.jspecify.annotations.NullMarked;
