/**
 * Runs a command: as an event listener under supervisord, once by hand, or as a check of its configuration. The only
 * package that starts and ends threads of a listener and reads its streams.
 */
@NullMarked
package org.superlance.listener.runtime;

import org.jspecify.annotations.NullMarked;
