/** oome_monitor: restarts programs that report by a marker file that they have run out of memory. */
@NullMarked
package org.superlance.oomemonitor;

import org.jspecify.annotations.NullMarked;
