/** Child processes: starting them as somebody else, signalling them, and knowing how they ended. */
@NullMarked
package org.superlance.procmon.spawn;

import org.jspecify.annotations.NullMarked;
