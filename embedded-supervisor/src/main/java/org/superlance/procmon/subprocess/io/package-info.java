/** Starts the processes of programs: their environment, streams and logs. */
@NullMarked
package org.superlance.procmon.subprocess.io;

import org.jspecify.annotations.NullMarked;
