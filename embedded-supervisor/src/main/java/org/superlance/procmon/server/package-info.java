/** The server: its groups of processes, its main loop, its end. */
@NullMarked
package org.superlance.procmon.server;

import org.jspecify.annotations.NullMarked;
