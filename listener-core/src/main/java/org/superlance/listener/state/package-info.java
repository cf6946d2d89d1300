/**
 * State of a listener that survives its death: its directory on disk, spools, and files that are whole after a crash.
 */
@NullMarked
package org.superlance.listener.state;

import org.jspecify.annotations.NullMarked;
