/** oome_monitor: restarts what says by a file that it has run out of memory. */
@NullMarked
package org.superlance.oomemonitor;

import org.jspecify.annotations.NullMarked;
