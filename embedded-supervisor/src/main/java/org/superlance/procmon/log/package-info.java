/** The server's own log, and those of its processes. */
@NullMarked
package org.superlance.procmon.log;

import org.jspecify.annotations.NullMarked;
