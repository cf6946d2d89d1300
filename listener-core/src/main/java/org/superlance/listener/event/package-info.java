/** The event stream of supervisord: reading it, answering it, and noticing what was lost. */
@NullMarked
package org.superlance.listener.event;

import org.jspecify.annotations.NullMarked;
