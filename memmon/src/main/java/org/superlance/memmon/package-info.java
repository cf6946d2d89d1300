/** memmon: restarts what grows too large. */
@NullMarked
package org.superlance.memmon;

import org.jspecify.annotations.NullMarked;
