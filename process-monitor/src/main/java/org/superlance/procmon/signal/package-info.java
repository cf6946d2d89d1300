/** Signals sent to this process. */
@NullMarked
package org.superlance.procmon.signal;

import org.jspecify.annotations.NullMarked;
