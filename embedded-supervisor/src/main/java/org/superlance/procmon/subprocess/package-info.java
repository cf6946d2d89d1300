/** The state machine of a process: supervisord's states, and delayed restarts. It knows no threads and no files. */
@NullMarked
package org.superlance.procmon.subprocess;

import org.jspecify.annotations.NullMarked;
